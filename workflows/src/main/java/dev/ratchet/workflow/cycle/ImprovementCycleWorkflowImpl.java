package dev.ratchet.workflow.cycle;

import dev.ratchet.domain.ApprovalPolicy;
import dev.ratchet.domain.Baseline;
import dev.ratchet.domain.Improvement.State;
import dev.ratchet.domain.Optimization;
import dev.ratchet.domain.Principal;
import dev.ratchet.domain.TargetSettings;
import dev.ratchet.domain.TargetSettings.Budget;
import dev.ratchet.workflow.ActivityStubs;
import dev.ratchet.workflow.Failures;
import dev.ratchet.workflow.analysis.AnalysisActivities.Analysis;
import dev.ratchet.workflow.analysis.AnalysisActivities.AnalysisRequest;
import dev.ratchet.workflow.control.Approval;
import dev.ratchet.workflow.control.Rejection;
import dev.ratchet.workflow.control.StopOrder;
import dev.ratchet.workflow.improvement.ImprovementReport;
import dev.ratchet.workflow.repository.RepositoryActivities.OpenTarget;
import dev.ratchet.workflow.repository.RepositoryActivities.Opening;
import dev.ratchet.workflow.trial.TrialActivities.BaselineRequest;
import io.temporal.common.VersioningBehavior;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import io.temporal.workflow.WorkflowVersioningBehavior;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** See {@link ImprovementCycleWorkflow}. */
public final class ImprovementCycleWorkflowImpl implements ImprovementCycleWorkflow {
  /** A branch that is moved under a run more often than this is somebody's work place. */
  private static final int OPENINGS = 3;

  private final RunRequest request;
  private final ActivityStubs activities;
  private final RunJournal journal;
  private final Children children;
  private final Approvals approvals;
  private final CancellationScope scope;
  private boolean paused;
  private @Nullable StopOrder stopped;
  private Opening.@Nullable Opened opened;
  private @Nullable Baseline baseline;
  private @Nullable Analysis analysis;
  private @Nullable String tip;
  private @Nullable Ending ending;
  private int testRuns;

  /** How the run ends. */
  private record Ending(RunSummary.Outcome outcome, String message) {}

  @WorkflowInit
  public ImprovementCycleWorkflowImpl(RunRequest request) {
    this.request = request;
    this.activities = new ActivityStubs(request.homeId(), Budget.DEFAULT.buildTime());
    this.journal = new RunJournal(request, activities);
    this.children = new Children(request, activities, journal);
    this.approvals = new Approvals(request.runId(), journal);
    this.scope = Workflow.newCancellationScope(this::work);
  }

  @Override
  @WorkflowVersioningBehavior(VersioningBehavior.PINNED)
  public RunSummary run(RunRequest same) {
    Ending end = ended();
    RunSummary[] summary = new RunSummary[1];
    // Whatever ended the run, its end is written down and the target given back.
    Workflow.newDetachedCancellationScope(() -> summary[0] = close(end)).run();
    Workflow.await(Workflow::isEveryHandlerFinished);
    return summary[0];
  }

  private Ending ended() {
    try {
      if (stopped == null) {
        scope.run();
      }
      return stopped != null || ending == null ? stopping() : ending;
    } catch (CanceledFailure e) {
      return stopping();
    } catch (TemporalFailure e) {
      return stopped != null && !unfinished(e)
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

  private void work() {
    journal.announce(
        "run-started", "run " + request.runId() + " on " + request.target().name(), Map.of());
    for (int attempt = 1; ending == null; attempt++) {
      try {
        ending = attempt();
      } catch (ActivityFailure e) {
        if (!moved(e) || attempt == OPENINGS) {
          throw e;
        }
        journal.announce(
            "restart",
            "the branch was moved meanwhile; starting again from where it is now",
            Map.of());
        children.close("the branch was moved");
      }
    }
  }

  private static boolean moved(ActivityFailure failure) {
    return failure.getCause() instanceof ApplicationFailure cause
        && cause.getType().equals(Failures.REF_MOVED);
  }

  private Ending attempt() {
    journal.enter(Stage.OPENING, "opening " + request.target().name());
    Opening opening =
        activities
            .remote("open " + request.target().name())
            .openTarget(
                new OpenTarget(
                    request.target(), request.runId(), request.by(), request.waitForLock()));
    return switch (opening) {
      case Opening.Unusable unusable ->
          new Ending(
              RunSummary.Outcome.UNUSABLE_TARGET, unusable.code() + ": " + unusable.message());
      case Opening.Opened usable -> improve(usable);
    };
  }

  private Ending improve(Opening.Opened usable) {
    opened = usable;
    tip = usable.base();
    journal.base(usable.base());
    TargetSettings settings = usable.settings();
    ActivityStubs lengthy = new ActivityStubs(request.homeId(), settings.budget().buildTime());
    journal.enter(Stage.ANALYZING, "measuring the base " + usable.base().substring(0, 10));
    Baseline measured =
        lengthy
            .trial("measure the base")
            .measureBaseline(
                new BaselineRequest(request.target(), request.runId(), usable.base(), settings));
    baseline = measured;
    journal.baseline(measured);
    awaitResumed();
    journal.enter(Stage.ANALYZING, "analysing " + usable.base().substring(0, 10));
    Analysis found =
        lengthy
            .analysis("analyse the base")
            .analyze(
                new AnalysisRequest(
                    request.target(), request.runId(), usable.base(), settings, measured));
    analysis = found;
    journal.announce(
        "analysis",
        found.findings()
            + " findings in "
            + found.files()
            + " files; "
            + found.optimizations().size()
            + " improvements suggested",
        Map.of(
            "findings",
            Integer.toString(found.findings()),
            "optimizations",
            Integer.toString(found.optimizations().size())));
    if (!measured.carriesTrials()) {
      return new Ending(
          RunSummary.Outcome.ANALYZED_ONLY,
          "the base "
              + measured.status().says()
              + ", so nothing could be tried: "
              + measured.message().lines().findFirst().orElse("no reason was given"));
    }
    if (found.optimizations().isEmpty()) {
      return new Ending(
          RunSummary.Outcome.NOTHING_TO_DO,
          found.findings() + " findings, none of which Ratchet can act on");
    }
    return apply(usable, measured, found, lengthy);
  }

  private Ending apply(
      Opening.Opened usable, Baseline measured, Analysis found, ActivityStubs lengthy) {
    TargetSettings settings = usable.settings();
    List<Task> free = new ArrayList<>();
    List<Task> asking = new ArrayList<>();
    Integer asked = request.improvements();
    int most = asked == null ? settings.budget().improvements() : asked;
    for (Optimization optimization : found.optimizations().stream().limit(most).toList()) {
      int number = journal.improvements().size() + free.size() + asking.size() + 1;
      Task task =
          new Task(String.format(Locale.ROOT, "%s-%02d", request.runId(), number), optimization);
      (asks(settings, optimization) ? asking : free).add(task);
    }
    StackProcess stacks =
        new StackProcess(
            request,
            lengthy,
            journal,
            children,
            approvals,
            this::awaitResumed,
            usable,
            usable.base(),
            measured);
    try {
      stacks.work(free, false);
      stacks.work(asking, true);
    } finally {
      tip = stacks.base();
      testRuns += stacks.testRuns();
    }
    long verified =
        journal.improvements().stream().filter(i -> i.state() == State.VERIFIED).count();
    return new Ending(
        RunSummary.Outcome.COMPLETED,
        verified + " of " + journal.improvements().size() + " improvements applied and verified");
  }

  private boolean asks(TargetSettings settings, Optimization optimization) {
    ApprovalPolicy policy = request.approval();
    return settings.approval().asksFor(optimization.risk())
        || (policy != null && policy.asksFor(optimization.risk()));
  }

  private RunSummary close(Ending end) {
    children.close(end.message());
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
            tip,
            opened == null ? null : opened.settings(),
            baseline,
            analysis,
            journal.improvements(),
            testRuns);
    try {
      activities.undo("write the run down").recordRun(summary);
    } finally {
      activities.undo("give the target back").closeTarget(request.target(), request.runId());
    }
    journal.enter(Stage.ENDED, end.message());
    journal.announce("run-ended", end.message(), Map.of("outcome", end.outcome().name()));
    return summary;
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
