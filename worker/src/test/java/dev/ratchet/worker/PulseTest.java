package dev.ratchet.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PulseTest {
  @ActivityInterface
  public interface Silent {
    int attemptAfterSleeping();
  }

  @WorkflowInterface
  public interface Flow {
    @WorkflowMethod
    int run();
  }

  /** Works for twice the heartbeat timeout and says nothing. */
  public static final class SilentImpl implements Silent {
    @Override
    public int attemptAfterSleeping() {
      int attempt = Activity.getExecutionContext().getInfo().getAttempt();
      try {
        Thread.sleep(attempt == 1 ? 3_000 : 0);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return attempt;
    }
  }

  public static final class FlowImpl implements Flow {
    @Override
    public int run() {
      return Workflow.newActivityStub(
              Silent.class,
              ActivityOptions.newBuilder()
                  .setStartToCloseTimeout(Duration.ofMinutes(1))
                  .setHeartbeatTimeout(Duration.ofMillis(1_500))
                  .build())
          .attemptAfterSleeping();
    }
  }

  private static int attempt(WorkerFactoryOptions options) {
    try (TestWorkflowEnvironment environment =
        TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setWorkerFactoryOptions(options)
                .setUseTimeskipping(false)
                .build())) {
      var worker = environment.newWorker("queue");
      worker.registerWorkflowImplementationTypes(FlowImpl.class);
      worker.registerActivitiesImplementations(new SilentImpl());
      environment.start();
      return environment
          .getWorkflowClient()
          .newWorkflowStub(Flow.class, WorkflowOptions.newBuilder().setTaskQueue("queue").build())
          .run();
    }
  }

  @Test
  void anActivityThatSaysNothingIsKnownToLive() {
    WorkerFactoryOptions with =
        WorkerFactoryOptions.newBuilder().setWorkerInterceptors(new Pulse()).build();
    assertThat(attempt(with)).isEqualTo(1);
    assertThat(attempt(WorkerFactoryOptions.getDefaultInstance())).isGreaterThan(1);
  }
}
