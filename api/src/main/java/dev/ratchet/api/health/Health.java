package dev.ratchet.api.health;

import dev.ratchet.platform.control.WorkerPresence;
import dev.ratchet.workflow.TaskQueues;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.taskqueue.v1.PollerInfo;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.client.WorkflowClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/** Asks the parts that a request needs whether they work. Thread-safe. */
public final class Health {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** Workers renew their file every second. */
  private static final Duration BEAT = Duration.ofSeconds(10);

  /** A poll lasts up to a minute, and is dated by its begin. */
  private static final Duration POLL = Duration.ofSeconds(70);

  private final WorkflowClient temporal;
  private final UnifiedJedis redis;
  private final Path workers;
  private final Supplier<String> model;
  private final InstantSource clock;

  /**
   * @param model how the model server is
   */
  public Health(
      WorkflowClient temporal,
      UnifiedJedis redis,
      Path workers,
      Supplier<String> model,
      InstantSource clock) {
    this.model = model;
    this.temporal = temporal;
    this.redis = redis;
    this.workers = workers;
    this.clock = clock;
  }

  /**
   * What was found. A model server that is away does not make the system unready: improvements need
   * none, and the chat says so itself.
   *
   * @param checks what was asked and "up", or what is wrong
   */
  public record HealthView(boolean ready, Map<String, String> checks) {}

  HealthView view() {
    Map<String, String> checks = new LinkedHashMap<>();
    checks.put("redis", redis());
    checks.putAll(temporalAndWorkers());
    boolean ready = checks.values().stream().allMatch("up"::equals);
    checks.put("model", model.get());
    return new HealthView(ready, checks);
  }

  private String redis() {
    try {
      redis.ping();
      return "up";
    } catch (JedisException gone) {
      return "Redis does not answer";
    }
  }

  private Map<String, String> temporalAndWorkers() {
    try {
      int pollers = pollers();
      return Map.of(
          "temporal", "up", "workers", workers(pollers) > 0 ? "up" : "no worker is running");
    } catch (StatusRuntimeException gone) {
      return Map.of("temporal", "Temporal does not answer");
    }
  }

  /** Living workers of this data folder; where none ever was, those that Temporal sees. */
  private long workers(int pollers) {
    List<WorkerPresence> here = WorkerPresence.all(workers);
    Instant oldest = clock.instant().minus(BEAT);
    return here.isEmpty()
        ? pollers
        : here.stream().filter(worker -> worker.alive() && worker.beat().isAfter(oldest)).count();
  }

  private int pollers() {
    DescribeTaskQueueRequest request =
        DescribeTaskQueueRequest.newBuilder()
            .setNamespace(temporal.getOptions().getNamespace())
            .setTaskQueue(TaskQueue.newBuilder().setName(TaskQueues.WORKFLOWS))
            .setTaskQueueType(TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW)
            .build();
    Instant oldest = clock.instant().minus(POLL);
    return (int)
        temporal
            .getWorkflowServiceStubs()
            .blockingStub()
            .withDeadlineAfter(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
            .describeTaskQueue(request)
            .getPollersList()
            .stream()
            .filter(poller -> lastSeen(poller).isAfter(oldest))
            .count();
  }

  private static Instant lastSeen(PollerInfo poller) {
    return Instant.ofEpochSecond(poller.getLastAccessTime().getSeconds());
  }

  /** How many workers there are, for a gauge; 0 when nobody can tell. */
  long workers() {
    try {
      return workers(pollers());
    } catch (StatusRuntimeException gone) {
      return 0;
    }
  }
}
