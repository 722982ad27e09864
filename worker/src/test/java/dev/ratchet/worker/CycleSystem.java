package dev.ratchet.worker;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ratchet.activity.sandbox.Sandboxes;
import dev.ratchet.domain.Principal;
import dev.ratchet.domain.Target;
import dev.ratchet.platform.DataFolder;
import dev.ratchet.platform.config.Config;
import dev.ratchet.platform.testing.RedisServer;
import dev.ratchet.platform.testing.TemporalServer;
import dev.ratchet.workflow.TaskQueues;
import dev.ratchet.workflow.connection.TemporalConnection;
import dev.ratchet.workflow.cycle.ImprovementCycleWorkflow;
import dev.ratchet.workflow.cycle.RunRequest;
import dev.ratchet.workflow.cycle.RunStatus;
import dev.ratchet.workflow.cycle.RunSummary;
import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.SetWorkerDeploymentCurrentVersionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Real servers and a real worker, usually shared by all test classes of a run. */
final class CycleSystem implements AutoCloseable {
  private static final String BUILD = "test";
  private static final Principal ADMIN =
      new Principal("tester", Principal.Kind.HUMAN, Set.of(Principal.Role.ADMIN));

  final Path folder;
  final TemporalServer temporal;
  final RedisServer redis;
  final DataFolder data;
  final TemporalConnection connection;
  private final RatchetWorker worker;
  private final AtomicInteger targets = new AtomicInteger();

  /**
   * @param temporalOptions further ones of the server's command line
   */
  CycleSystem(String... temporalOptions) throws Exception {
    System.setProperty(
        "ratchet.app", Path.of(System.getProperty("ratchet.tools")).getParent().toString());
    folder = Files.createTempDirectory("ratchet-cycle");
    temporal = TemporalServer.start(folder, temporalOptions);
    redis = RedisServer.start(folder);
    data = new DataFolder(folder.resolve("data"));
    connection = TemporalConnection.to(temporal.address(), "default", "tests");
    worker = worker(data);
    makeCurrent();
  }

  /** Hands it to tests, and closes it after the last one. */
  static final class Shared implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == CycleSystem.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.GLOBAL)
          .computeIfAbsent(CycleSystem.class, type -> started());
    }

    private static CycleSystem started() {
      try {
        return new CycleSystem();
      } catch (Exception e) {
        throw new IllegalStateException("cannot start the system", e);
      }
    }
  }

  /** For tests whose target is built. */
  void needsSandbox() throws Exception {
    Sandboxes.Probe probe = Sandboxes.probe(data.sandboxes(), data.cache(), "auto");
    assumeTrue(probe instanceof Sandboxes.Probe.Available, "no sandbox here: " + probe);
  }

  @Override
  public void close() {
    worker.close();
    connection.close();
    temporal.close();
    redis.close();
    Sandboxes.delete(folder);
  }

  boolean root() throws IOException {
    return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
  }

  /** A further worker, with a home of its own. */
  RatchetWorker worker(DataFolder home) throws Exception {
    Map<String, String> environment =
        Map.of("RATCHET_TEMPORAL_ADDRESS", temporal.address(), "RATCHET_REDIS_URL", redis.url());
    return RatchetWorker.start(Config.load(home, environment, Map.of()), BUILD);
  }

  private void makeCurrent() throws InterruptedException {
    for (int tries = 0; ; tries++) {
      try {
        connection
            .stubs()
            .blockingStub()
            .setWorkerDeploymentCurrentVersion(
                SetWorkerDeploymentCurrentVersionRequest.newBuilder()
                    .setNamespace("default")
                    .setDeploymentName(RatchetWorker.DEPLOYMENT)
                    .setBuildId(BUILD)
                    .setIdentity("tests")
                    .build());
        return;
      } catch (StatusRuntimeException notPollingYet) {
        if (tries > 300) {
          throw notPollingYet;
        }
        Thread.sleep(100);
      }
    }
  }

  Target target(Path location) {
    return new Target("target-" + targets.incrementAndGet(), location.toString(), null, false);
  }

  Run start(OwnedRepository repository) {
    return start(target(repository.folder), 1, false, data);
  }

  Run start(Target target, int number, boolean waitForLock, DataFolder home) {
    String id = target.name() + "-" + number;
    ImprovementCycleWorkflow workflow =
        connection
            .client()
            .newWorkflowStub(
                ImprovementCycleWorkflow.class,
                WorkflowOptions.newBuilder()
                    .setWorkflowId(id)
                    .setTaskQueue(TaskQueues.WORKFLOWS)
                    .build());
    WorkflowClient.start(
        workflow::run,
        new RunRequest(
            id, target, home.homeId(), ADMIN, Instant.now(), null, waitForLock, null, null));
    return new Run(id, target, workflow);
  }

  /** One run, and what may be asked of it. */
  record Run(String id, Target target, ImprovementCycleWorkflow workflow) {
    RunSummary end() throws TimeoutException {
      return WorkflowStub.fromTyped(workflow).getResult(90, TimeUnit.SECONDS, RunSummary.class);
    }

    RunStatus await(Predicate<RunStatus> there) throws InterruptedException {
      for (int tries = 0; ; tries++) {
        RunStatus status = workflow.status();
        if (there.test(status)) {
          return status;
        }
        if (tries > 600) {
          throw new AssertionError("still " + status);
        }
        Thread.sleep(100);
      }
    }

    void pause() {
      workflow.pause(ADMIN);
    }

    void resume() {
      workflow.resume(ADMIN);
    }
  }

  static String outcome(RunSummary summary) {
    return summary.outcome() + ": " + Objects.requireNonNull(summary.message());
  }
}
