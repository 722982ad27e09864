package dev.ratchet.workflow.rollback;

import dev.ratchet.domain.Improvement;
import dev.ratchet.domain.Improvement.State;
import dev.ratchet.domain.TestCounts;
import dev.ratchet.workflow.ActivityStubs;
import dev.ratchet.workflow.SearchAttributes;
import dev.ratchet.workflow.improvement.Improvements;
import dev.ratchet.workflow.repository.RepositoryActivities.RollbackPlan;
import dev.ratchet.workflow.repository.RepositoryActivities.StackMove;
import io.temporal.common.VersioningBehavior;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Saga;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowVersioningBehavior;
import java.time.Duration;
import java.time.Instant;

/** See {@link RollbackWorkflow}. */
public final class RollbackWorkflowImpl implements RollbackWorkflow {
  private String doing = "";

  @Override
  @WorkflowVersioningBehavior(VersioningBehavior.AUTO_UPGRADE)
  public RollbackResult rollback(RollbackRequest request) {
    Workflow.upsertTypedSearchAttributes(
        SearchAttributes.TARGET.valueSet(request.target().name()),
        SearchAttributes.IMPROVEMENT.valueSet(request.improvementId()));
    ActivityStubs activities = new ActivityStubs(request.homeId(), Duration.ofMinutes(30));
    String requestId = Workflow.getInfo().getWorkflowId();
    now("finding what to undo");
    RollbackPlan plan =
        activities
            .repository("plan the rollback of " + request.improvementId())
            .planRollback(request.target(), request.improvementId(), requestId);
    return switch (plan) {
      case RollbackPlan.Impossible impossible ->
          new RollbackResult.Refused(
              request.improvementId(), impossible.code(), impossible.message());
      case RollbackPlan.Possible possible -> undo(request, possible, activities, requestId);
    };
  }

  private RollbackResult undo(
      RollbackRequest request,
      RollbackPlan.Possible plan,
      ActivityStubs activities,
      String requestId) {
    Saga saga = new Saga(new Saga.Options.Builder().setParallelCompensation(false).build());
    try {
      StackMove move =
          activities
              .repository("make the commit")
              .prepareRollback(plan, request.by(), request.requestedAt());
      now("taking the branch to " + move.tip().substring(0, 10));
      saga.addCompensation(
          () -> activities.undo("take the mirror's branch back").restoreBranch(move));
      activities.repository("move the mirror's branch").advanceBranch(move);
      saga.addCompensation(() -> activities.undo("take the target's branch back").unpublish(move));
      activities.repository("publish").publish(move);
      Improvement undone =
          Improvements.with(
              plan.improvement(),
              State.ROLLED_BACK,
              "rolled back by " + request.by().id() + ": " + request.reason());
      activities
          .undo("keep what became of it")
          .recordImprovement(undone, Instant.ofEpochMilli(Workflow.currentTimeMillis()));
      now("done");
      boolean reverted = !move.tip().equals(plan.base());
      return new RollbackResult.RolledBack(
          request.improvementId(), move.tip(), reverted, TestCounts.NONE);
    } catch (ActivityFailure e) {
      Workflow.newDetachedCancellationScope(saga::compensate).run();
      if (e.getCause() instanceof ApplicationFailure cause) {
        return new RollbackResult.Refused(
            request.improvementId(), cause.getType(), cause.getOriginalMessage());
      }
      throw e;
    } finally {
      Workflow.newDetachedCancellationScope(
              () ->
                  activities.undo("give the target back").closeTarget(request.target(), requestId))
          .run();
    }
  }

  private void now(String sentence) {
    doing = sentence;
    Workflow.setCurrentDetails(sentence);
  }

  @Override
  public String doing() {
    return doing;
  }
}
