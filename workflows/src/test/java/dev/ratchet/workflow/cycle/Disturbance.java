package dev.ratchet.workflow.cycle;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.api.enums.v1.EventType;
import io.temporal.client.ActivityCompletionException;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import java.util.Set;

/** What happens while an activity is called. */
enum Disturbance {
  /** The step fails for good, with nothing done. */
  FAILS,
  /** The step is done, and fails for good all the same. */
  FAILS_LATE,
  /** The step is done, and fails once: it is tried again. */
  FAILS_ONCE,
  /** A person stops the run; the step is done all the same. */
  IS_STOPPED,
  /** Somebody cancels the workflow in Temporal; the step is done all the same. */
  IS_CANCELLED;

  /** Calls that neither a stop nor a cancellation may take back. */
  private static final Set<String> DETACHED =
      Set.of(
          "unpublish",
          "restoreBranch",
          "dropRollbackPoints",
          "recordImprovement",
          "recordRun",
          "closeTarget",
          "announce");

  /** Before the step does anything. */
  void before(TestWorkflowEnvironment environment, String workflowId, String call) {
    switch (this) {
      case FAILS -> throw World.failure("Broken");
      case FAILS_LATE, FAILS_ONCE -> {}
      case IS_STOPPED -> {
        environment
            .getWorkflowClient()
            .newWorkflowStub(ImprovementCycleWorkflow.class, workflowId)
            .stop(CycleRun.enough());
        await(environment, workflowId, call, EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED);
      }
      case IS_CANCELLED -> {
        WorkflowStub run = environment.getWorkflowClient().newUntypedWorkflowStub(workflowId);
        run.cancel();
        await(
            environment,
            workflowId,
            call,
            EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCEL_REQUESTED);
      }
    }
  }

  /** After the step did what it does. */
  void after() {
    switch (this) {
      case FAILS_LATE -> throw World.failure("Broken");
      case FAILS_ONCE -> throw ApplicationFailure.newFailure("bad weather", "Weather");
      case FAILS, IS_STOPPED, IS_CANCELLED -> {}
    }
  }

  /**
   * Until the run has taken it in, and the step was told where it can be. Not before: the test
   * server hangs when a step ends while its cancellation is on the way.
   */
  private static void await(
      TestWorkflowEnvironment environment, String workflowId, String call, EventType type) {
    CycleRun.awaitTakenIn(environment, workflowId, type);
    if (DETACHED.contains(call)) {
      return;
    }
    ActivityExecutionContext context = Activity.getExecutionContext();
    try {
      while (true) {
        context.heartbeat(null);
        Thread.sleep(20);
      }
    } catch (ActivityCompletionException told) {
      // As most steps do, it ends what it began.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
