package dev.ratchet.api.improvement;

import dev.ratchet.api.http.ApiLimits;
import dev.ratchet.api.http.Patience;
import dev.ratchet.api.http.ProblemException;
import dev.ratchet.domain.Principal;
import dev.ratchet.domain.Target;
import dev.ratchet.workflow.SearchAttributes;
import dev.ratchet.workflow.TaskQueues;
import dev.ratchet.workflow.rollback.RollbackRequest;
import dev.ratchet.workflow.rollback.RollbackResult;
import dev.ratchet.workflow.rollback.RollbackWorkflow;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowQueryException;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowStub;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Undoes applied improvements. Thread-safe. */
public final class Rollbacks {
  private static final Logger log = LoggerFactory.getLogger(Rollbacks.class);

  private final WorkflowClient temporal;
  private final String homeId;
  private final InstantSource clock;

  public Rollbacks(WorkflowClient temporal, String homeId, InstantSource clock) {
    this.temporal = temporal;
    this.homeId = homeId;
    this.clock = clock;
  }

  /**
   * The latest rollback of an improvement.
   *
   * @param doing a sentence about an open one, or why it broke; empty when a worker cannot say
   * @param result of one that ended
   */
  public record RollbackView(
      String improvementId, State state, String doing, @Nullable RollbackResult result) {}

  /** Where a rollback's life is. */
  public enum State {
    RUNNING,
    ENDED,
    BROKEN
  }

  /** Starts it, or finds it open already. */
  RollbackView start(Target target, String improvementId, String reason, Principal by) {
    RollbackRequest request =
        new RollbackRequest(target, homeId, improvementId, by, reason, clock.instant());
    RollbackWorkflow workflow =
        temporal.newWorkflowStub(
            RollbackWorkflow.class,
            WorkflowOptions.newBuilder()
                .setWorkflowId(workflowId(improvementId))
                .setTaskQueue(TaskQueues.WORKFLOWS)
                // One that was refused may be asked for again, one at a time.
                .setWorkflowIdReusePolicy(
                    WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                .setWorkflowIdConflictPolicy(
                    WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                .setStaticSummary("Roll " + improvementId + " back")
                .setTypedSearchAttributes(
                    io.temporal.common.SearchAttributes.newBuilder()
                        .set(SearchAttributes.TARGET, target.name())
                        .set(SearchAttributes.IMPROVEMENT, improvementId)
                        .build())
                .build());
    WorkflowClient.start(workflow::rollback, request);
    log.info("improvement={} by={} rollback=started", improvementId, by.id());
    return new RollbackView(improvementId, State.RUNNING, "", null);
  }

  /**
   * @throws ProblemException 404 when none was asked for
   */
  RollbackView find(String improvementId) {
    WorkflowStub stub = temporal.newUntypedWorkflowStub(workflowId(improvementId));
    try {
      return stub.describe().getStatus()
              == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING
          ? new RollbackView(improvementId, State.RUNNING, doing(improvementId), null)
          : new RollbackView(improvementId, State.ENDED, "", result(stub));
    } catch (WorkflowNotFoundException none) {
      throw ProblemException.notFound(
          "no-rollback", "no rollback of '%s' was asked for".formatted(improvementId));
    } catch (WorkflowFailedException broken) {
      Throwable cause = Objects.requireNonNullElse(broken.getCause(), broken);
      return new RollbackView(
          improvementId, State.BROKEN, String.valueOf(cause.getMessage()), null);
    }
  }

  private static RollbackResult result(WorkflowStub stub) {
    return Patience.atMost(ApiLimits.WORKER, () -> stub.getResult(RollbackResult.class));
  }

  private String doing(String improvementId) {
    try {
      return temporal.newWorkflowStub(RollbackWorkflow.class, workflowId(improvementId)).doing();
    } catch (WorkflowQueryException | WorkflowServiceException unanswered) {
      return "";
    }
  }

  private static String workflowId(String improvementId) {
    return "rollback-" + improvementId;
  }
}
