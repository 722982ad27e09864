package dev.ratchet.api.control;

import dev.ratchet.api.http.ApiLimits;
import dev.ratchet.api.http.Patience;
import dev.ratchet.api.http.ProblemException;
import dev.ratchet.domain.Principal;
import dev.ratchet.platform.DataFolder;
import dev.ratchet.platform.control.Latch;
import dev.ratchet.platform.control.WorkerPresence;
import dev.ratchet.platform.redis.Channels;
import dev.ratchet.workflow.TaskQueues;
import dev.ratchet.workflow.control.EmergencyStopWorkflow;
import dev.ratchet.workflow.control.StopOrder;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Engages and releases the emergency stop: the latch's file first, which needs nothing else to
 * work, then Temporal. Thread-safe.
 */
public final class EmergencyStop {
  private static final Logger log = LoggerFactory.getLogger(EmergencyStop.class);

  /** Workers look every second; one that does not obey by then is stuck or cut off. */
  private static final Duration ACKNOWLEDGEMENT = Duration.ofSeconds(5);

  /** A worker that read the latch just before its release may start the workflow once more. */
  private static final Duration AFTERGLOW = Duration.ofMillis(1_500);

  private final WorkflowClient temporal;
  private final DataFolder data;
  private final Latch latch;
  private final UnifiedJedis redis;
  private final InstantSource clock;

  public EmergencyStop(
      WorkflowClient temporal, DataFolder data, UnifiedJedis redis, InstantSource clock) {
    this.temporal = temporal;
    this.data = data;
    this.latch = new Latch(data.latch());
    this.redis = redis;
    this.clock = clock;
  }

  /**
   * @param engaged whether the latch or Temporal says stop
   * @param latched the latch's order; null when the file is not there
   * @param temporal "engaged", "clear" or "unreachable"
   * @param acknowledged whether every worker of this data folder obeys or is dead
   */
  public record StopView(
      boolean engaged,
      Latch.@Nullable Order latched,
      String temporal,
      boolean acknowledged,
      List<WorkerView> workers) {}

  /**
   * @param state "stopped", "running" or "dead"
   */
  public record WorkerView(long pid, String build, String state) {}

  public StopView view() {
    Optional<Latch.Order> order = latch.read();
    String workflow = workflow();
    List<WorkerView> workers = workers(order.map(Latch.Order::id).orElse(""));
    boolean engaged = order.isPresent() || workflow.equals("engaged");
    return new StopView(
        engaged,
        order.orElse(null),
        workflow,
        engaged && workers.stream().noneMatch(worker -> worker.state().equals("running")),
        workers);
  }

  /** Returns when every worker obeys, or after {@link #ACKNOWLEDGEMENT}; the view says which. */
  StopView engage(Principal by, String reason) {
    Latch.Order order = latch.engage(by.id(), reason, clock.instant());
    log.warn("emergency-stop=engaged by={}", by.id());
    tellWorkers();
    startWorkflow(new StopOrder(by, reason, order.at()));
    long end = System.nanoTime() + ACKNOWLEDGEMENT.toNanos();
    while (System.nanoTime() < end
        && workers(order.id()).stream().anyMatch(worker -> worker.state().equals("running"))) {
      pause(Duration.ofMillis(50));
    }
    return view();
  }

  /** Redis is only the faster way: each worker reads the latch by itself too. */
  private void tellWorkers() {
    try {
      redis.publish(Channels.EMERGENCY_STOP, "look");
    } catch (JedisException gone) {
      log.warn("emergency-stop=not-published cause={}", gone.toString());
    }
  }

  private void startWorkflow(StopOrder order) {
    EmergencyStopWorkflow workflow =
        temporal.newWorkflowStub(
            EmergencyStopWorkflow.class,
            WorkflowOptions.newBuilder()
                .setWorkflowId(EmergencyStopWorkflow.ID)
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .setWorkflowIdReusePolicy(
                    WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                .setWorkflowIdConflictPolicy(
                    WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                .setStaticSummary("Emergency stop: nothing starts and nothing is applied")
                .build());
    try {
      Patience.atMost(ACKNOWLEDGEMENT, () -> WorkflowClient.start(workflow::engage, order));
    } catch (WorkflowException | ProblemException unreachable) {
      // A worker that finds the latch starts the workflow when Temporal is back.
      log.warn("emergency-stop=not-in-temporal cause={}", unreachable.toString());
    }
  }

  /**
   * @throws ProblemException 503 when Temporal still holds the stop, which then stays engaged
   */
  StopView release(Principal by, String reason) {
    latch.release();
    StopOrder order = new StopOrder(by, reason, clock.instant());
    endWorkflow(order);
    pause(AFTERGLOW);
    if (latch.read().isEmpty() && workflow().equals("engaged")) {
      endWorkflow(order);
    }
    tellWorkers();
    log.warn("emergency-stop=released by={}", by.id());
    return view();
  }

  private void endWorkflow(StopOrder order) {
    try {
      EmergencyStopWorkflow workflow =
          temporal.newWorkflowStub(EmergencyStopWorkflow.class, EmergencyStopWorkflow.ID);
      Patience.atMost(ApiLimits.WORKER, () -> workflow.release(order));
    } catch (WorkflowNotFoundException ended) {
      log.debug("emergency-stop=not-open");
    }
  }

  /** Looks on; the caller closes it. */
  public StopWatch watch() {
    return new StopWatch(latch, this::workflow, StopWatch.STEP);
  }

  private String workflow() {
    try {
      WorkflowExecutionStatus status =
          temporal.newUntypedWorkflowStub(EmergencyStopWorkflow.ID).describe().getStatus();
      return status == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING
          ? "engaged"
          : "clear";
    } catch (WorkflowNotFoundException never) {
      return "clear";
    } catch (WorkflowException unreachable) {
      return "unreachable";
    }
  }

  private List<WorkerView> workers(String orderId) {
    return WorkerPresence.all(data.workers()).stream()
        .map(
            worker ->
                new WorkerView(worker.process().pid(), worker.build(), state(worker, orderId)))
        .toList();
  }

  private static String state(WorkerPresence worker, String orderId) {
    if (!worker.alive()) {
      return "dead";
    }
    return orderId.equals(worker.stopped()) ? "stopped" : "running";
  }

  private static void pause(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ProblemException.unavailable("stopping", "the server is being stopped");
    }
  }
}
