package dev.ratchet.workflow.cycle;

import dev.ratchet.domain.Principal;
import dev.ratchet.domain.TargetSettings.Budget;
import dev.ratchet.workflow.ActivityStubs;
import dev.ratchet.workflow.Failures;
import dev.ratchet.workflow.control.Approval;
import dev.ratchet.workflow.control.Rejection;
import dev.ratchet.workflow.control.StopOrder;
import dev.ratchet.workflow.cycle.CycleProcess.Ending;
import dev.ratchet.workflow.improvement.ImprovementReport;
import dev.ratchet.workflow.repository.RepositoryActivities.Opening;
import io.temporal.common.VersioningBehavior;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import io.temporal.workflow.WorkflowVersioningBehavior;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * See {@link ImprovementCycleWorkflow}. A long run continues as new between two stacks. It is
 * PINNED, and a pinned workflow that continues as new stays on the version it is on: a run is
 * worked by one build from its first part to its last.
 */
public final class ImprovementCycleWorkflowImpl implements ImprovementCycleWorkflow {
  private final RunRequest request;
  private final ActivityStubs activities;
  private final RunJournal journal;
  private final Children children;
  private final Approvals approvals;
  private final CycleProcess process;
  private final CancellationScope scope;
  private boolean paused;
  private @Nullable StopOrder stopped;
  private @Nullable Ending ending;

  @WorkflowInit
  public ImprovementCycleWorkflowImpl(RunRequest request) {
    this.request = request;
    this.activities = new ActivityStubs(request.homeId(), Budget.DEFAULT.buildTime());
    this.journal = new RunJournal(request, activities);
    this.children = new Children(request, activities, journal);
    this.approvals = new Approvals(request, journal);
    this.process =
        new CycleProcess(request, activities, journal, children, approvals, this::awaitResumed);
    this.scope = Workflow.newCancellationScope(() -> ending = process.work());
    Continuation from = request.continuation();
    this.paused = from != null && from.paused();
  }

  @Override
  @WorkflowVersioningBehavior(VersioningBehavior.PINNED)
  public RunSummary run(RunRequest same) {
    Ending end = ended();
    Continuation.Work left = process.left();
    if (end == null && left != null) {
      return Workflow.newContinueAsNewStub(ImprovementCycleWorkflow.class)
          .run(request.continued(continuation(left)));
    }
    Ending last = end == null ? stopping() : end;
    RunSummary[] summary = new RunSummary[1];
    // Whatever ended the run, its end is written down and the target given back.
    Workflow.newDetachedCancellationScope(
            () -> {
              summary[0] = close(last);
              Workflow.await(Workflow::isEveryHandlerFinished);
            })
        .run();
    return summary[0];
  }

  private Continuation continuation(Continuation.Work left) {
    Continuation from = request.continuation();
    return new Continuation(
        from == null ? 2 : from.part() + 1,
        journal.shown(),
        left,
        paused,
        approvals.approvals(),
        approvals.rejections());
  }

  /** How the run ends; null when its next part goes on. */
  private @Nullable Ending ended() {
    try {
      if (stopped == null) {
        scope.run();
      }
      return stopped != null || scope.isCancelRequested() ? stopping() : ending;
    } catch (CanceledFailure e) {
      return stopping();
    } catch (TemporalFailure e) {
      // A cancelled activity throws as one that failed.
      return (stopped != null || scope.isCancelRequested()) && !unfinished(e)
          ? stopping()
          : new Ending(RunSummary.Outcome.FAILED, reason(e));
    } catch (RuntimeException e) {
      // A fault of our own would otherwise be retried for ever, with the target locked.
      Workflow.getLogger(ImprovementCycleWorkflowImpl.class).error("run={}", request.runId(), e);
      return new Ending(RunSummary.Outcome.FAILED, "a fault of Ratchet's: " + e);
    }
  }

  private Ending stopping() {
    StopOrder order = stopped;
    return new Ending(
        RunSummary.Outcome.STOPPED,
        order == null
            ? "the run was cancelled"
            : "stopped by " + order.by().id() + ": " + order.reason());
  }

  /** Whether a compensation was refused: no stop may hide that. */
  private static boolean unfinished(TemporalFailure failure) {
    return failure instanceof ApplicationFailure own && own.getType().equals(Failures.NOT_UNDONE);
  }

  private static String reason(TemporalFailure failure) {
    if (failure instanceof ApplicationFailure own) {
      return own.getOriginalMessage();
    }
    Throwable cause = failure.getCause();
    if (cause instanceof ApplicationFailure application) {
      // What is below it says why, for example that a disk is full.
      return application.getCause() instanceof ApplicationFailure why
          ? application.getOriginalMessage() + ": " + why.getOriginalMessage()
          : application.getOriginalMessage();
    }
    return String.valueOf(cause == null ? failure.getMessage() : cause.getMessage());
  }

  private RunSummary close(Ending end) {
    children.close(end.message());
    Opening.Opened opened = process.opened();
    RunSummary summary =
        new RunSummary(
            request.runId(),
            request.target().name(),
            end.outcome(),
            end.message(),
            request.by(),
            journal.startedAt(),
            RunJournal.now(),
            opened == null ? null : opened.base(),
            process.tip(),
            opened == null ? null : opened.settings(),
            process.baseline(),
            process.analysis(),
            journal.improvements(),
            process.testRuns());
    try {
      activities.undo("write the run down").recordRun(summary);
    } finally {
      giveBack();
    }
    journal.enter(Stage.ENDED, end.message());
    journal.announce("run-ended", end.message(), Map.of("outcome", end.outcome().name()));
    return summary;
  }

  /** A target that cannot be given back fails no run: its lock ends with this workflow. */
  private void giveBack() {
    try {
      activities.undo("give the target back").closeTarget(request.target(), request.runId());
    } catch (ActivityFailure kept) {
      Workflow.getLogger(ImprovementCycleWorkflowImpl.class)
          .warn("run={} lock=kept cause={}", request.runId(), kept.getMessage());
    }
  }

  private void awaitResumed() {
    Workflow.await(() -> !paused);
  }

  @Override
  public void pause(Principal by) {
    if (!paused) {
      paused = true;
      journal.announce("paused", "paused by " + by.id(), Map.of());
    }
  }

  @Override
  public void resume(Principal by) {
    if (paused) {
      paused = false;
      journal.announce("resumed", "resumed by " + by.id(), Map.of());
    }
  }

  @Override
  public void stop(StopOrder order) {
    if (stopped == null) {
      stopped = order;
      scope.cancel(order.reason());
    }
  }

  @Override
  public void report(ImprovementReport report) {
    children.report(report);
  }

  @Override
  public RunStatus approve(Approval approval) {
    approvals.add(approval);
    return status();
  }

  @Override
  public void mayApprove(Approval approval) {
    approvals.mayApprove(approval);
  }

  @Override
  public RunStatus reject(Rejection rejection) {
    approvals.add(rejection);
    return status();
  }

  @Override
  public void mayReject(Rejection rejection) {
    approvals.mayReject(rejection);
  }

  @Override
  public RunStatus status() {
    StopOrder order = stopped;
    return journal.status(paused, order == null ? "" : order.reason());
  }
}
