package dev.ratchet.workflow.rollback;

import dev.ratchet.domain.Baseline;
import dev.ratchet.domain.Improvement;
import dev.ratchet.domain.Improvement.State;
import dev.ratchet.domain.TargetSettings;
import dev.ratchet.domain.TargetSettings.Budget;
import dev.ratchet.domain.TestCounts;
import dev.ratchet.workflow.ActivityStubs;
import dev.ratchet.workflow.SearchAttributes;
import dev.ratchet.workflow.Undo;
import dev.ratchet.workflow.improvement.Improvements;
import dev.ratchet.workflow.repository.RepositoryActivities.OpenTarget;
import dev.ratchet.workflow.repository.RepositoryActivities.Opening;
import dev.ratchet.workflow.repository.RepositoryActivities.RollbackPlan;
import dev.ratchet.workflow.repository.RepositoryActivities.StackMove;
import dev.ratchet.workflow.trial.TrialActivities.BaselineRequest;
import dev.ratchet.workflow.trial.TrialActivities.TestRequest;
import dev.ratchet.workflow.trial.TrialActivities.TestTrial;
import io.temporal.common.VersioningBehavior;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowVersioningBehavior;
import java.time.Instant;
import java.util.Optional;

/** See {@link RollbackWorkflow}. */
public final class RollbackWorkflowImpl implements RollbackWorkflow {
  private String doing = "";

  @Override
  @WorkflowVersioningBehavior(VersioningBehavior.PINNED)
  public RollbackResult rollback(RollbackRequest request) {
    Workflow.upsertTypedSearchAttributes(
        SearchAttributes.TARGET.valueSet(request.target().name()),
        SearchAttributes.IMPROVEMENT.valueSet(request.improvementId()));
    try {
      return undone(request);
    } catch (TemporalFailure e) {
      Throwable cause = e instanceof ApplicationFailure ? e : e.getCause();
      if (cause instanceof ApplicationFailure known) {
        return refused(request, known.getType(), known.getOriginalMessage());
      }
      throw e;
    } finally {
      Workflow.newDetachedCancellationScope(() -> close(request)).run();
    }
  }

  private RollbackResult undone(RollbackRequest request) {
    now("finding what to undo");
    RollbackPlan found =
        activities(request, Budget.DEFAULT)
            .remote("plan the rollback of " + request.improvementId())
            .planRollback(request.target(), request.improvementId(), requestId());
    if (found instanceof RollbackPlan.Impossible impossible) {
      return refused(request, impossible.code(), impossible.message());
    }
    RollbackPlan.Possible plan = (RollbackPlan.Possible) found;
    Opening opening =
        activities(request, Budget.DEFAULT)
            .remote("open " + request.target().name())
            .openTarget(new OpenTarget(request.target(), requestId(), request.by(), true));
    return switch (opening) {
      case Opening.Unusable unusable -> refused(request, unusable.code(), unusable.message());
      case Opening.Opened opened -> undo(request, plan, opened.settings());
    };
  }

  private RollbackResult undo(
      RollbackRequest request, RollbackPlan.Possible plan, TargetSettings settings) {
    ActivityStubs activities = activities(request, settings.budget());
    StackMove move =
        activities
            .repository("make the commit")
            .prepareRollback(plan, request.by(), request.requestedAt());
    Optional<TestTrial> tested = test(request, plan, move.tip(), settings, activities);
    if (tested.isPresent() && tested.get() instanceof TestTrial.Failed failed) {
      return refused(
          request,
          "tests-fail",
          "without it tests fail, so nothing was changed: "
              + failed.errors().getFirst().subject()
              + " "
              + failed.errors().getFirst().message());
    }
    apply(move, activities);
    Improvement undone =
        Improvements.with(
            plan.improvement(),
            State.ROLLED_BACK,
            "rolled back by " + request.by().id() + ": " + request.reason());
    Workflow.newDetachedCancellationScope(() -> record(undone, activities)).run();
    now("done");
    return new RollbackResult.RolledBack(
        request.improvementId(),
        move.tip(),
        !move.tip().equals(plan.base()),
        tested.map(TestTrial::tests).orElse(TestCounts.NONE));
  }

  /** The branch is what it is: a note that cannot be written makes the rollback no other. */
  private static void record(Improvement undone, ActivityStubs activities) {
    try {
      activities
          .undo("keep what became of it")
          .recordImprovement(undone, Instant.ofEpochMilli(Workflow.currentTimeMillis()));
    } catch (ActivityFailure untold) {
      Workflow.getLogger(RollbackWorkflowImpl.class)
          .warn("improvement={} unrecorded cause={}", undone.id(), untold.getMessage());
    }
  }

  /** Nothing when the branch as it is cannot be tested: then there is nothing to compare with. */
  private Optional<TestTrial> test(
      RollbackRequest request,
      RollbackPlan.Possible plan,
      String tip,
      TargetSettings settings,
      ActivityStubs activities) {
    now("measuring the branch as it is");
    Baseline baseline =
        activities
            .trial("measure " + plan.branchTip().substring(0, 10))
            .measureBaseline(
                new BaselineRequest(request.target(), requestId(), plan.branchTip(), settings));
    if (!baseline.carriesTrials()) {
      return Optional.empty();
    }
    now("testing the branch without the improvement");
    return Optional.of(
        activities
            .trial("all tests at " + tip.substring(0, 10))
            .testCommit(
                new TestRequest(request.target(), requestId(), tip, settings, baseline, true)));
  }

  private void apply(StackMove move, ActivityStubs activities) {
    Undo undo = new Undo();
    try {
      now("taking the branch to " + move.tip().substring(0, 10));
      undo.with(() -> activities.undo("take the mirror's branch back").restoreBranch(move));
      activities.repository("move the mirror's branch").advanceBranch(move);
      undo.with(() -> activities.undo("take the target's branch back").unpublish(move));
      activities.publishing("publish").publish(move);
    } catch (RuntimeException e) {
      undo.run();
      throw e;
    }
  }

  /** A target that cannot be given back changes no result: its lock ends with this workflow. */
  private void close(RollbackRequest request) {
    try {
      activities(request, Budget.DEFAULT)
          .undo("give the target back")
          .closeTarget(request.target(), requestId());
    } catch (ActivityFailure kept) {
      Workflow.getLogger(RollbackWorkflowImpl.class)
          .warn("improvement={} lock=kept cause={}", request.improvementId(), kept.getMessage());
    }
  }

  private static ActivityStubs activities(RollbackRequest request, Budget budget) {
    return new ActivityStubs(request.homeId(), budget.buildTime());
  }

  private static String requestId() {
    return Workflow.getInfo().getWorkflowId();
  }

  private static RollbackResult refused(RollbackRequest request, String code, String message) {
    return new RollbackResult.Refused(request.improvementId(), code, message);
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
