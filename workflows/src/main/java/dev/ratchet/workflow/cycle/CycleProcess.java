package dev.ratchet.workflow.cycle;

import dev.ratchet.domain.ApprovalPolicy;
import dev.ratchet.domain.Baseline;
import dev.ratchet.domain.Optimization;
import dev.ratchet.domain.TargetSettings;
import dev.ratchet.workflow.ActivityStubs;
import dev.ratchet.workflow.Failures;
import dev.ratchet.workflow.analysis.AnalysisActivities.Analysis;
import dev.ratchet.workflow.analysis.AnalysisActivities.AnalysisRequest;
import dev.ratchet.workflow.cycle.Continuation.Pending;
import dev.ratchet.workflow.improvement.Improvements;
import dev.ratchet.workflow.repository.RepositoryActivities.OpenTarget;
import dev.ratchet.workflow.repository.RepositoryActivities.Opening;
import dev.ratchet.workflow.trial.TrialActivities.BaselineRequest;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A run's way from opening its target to its last stack, and what is known on the way. */
final class CycleProcess {
  /** A branch that is moved under a run more often than this is somebody's work place. */
  private static final int OPENINGS = 3;

  private final RunRequest request;
  private final ActivityStubs activities;
  private final RunJournal journal;
  private final Children children;
  private final Approvals approvals;
  private final StackProcess.Gatekeeper gatekeeper;
  private int openings;
  private Opening.@Nullable Opened opened;
  private @Nullable Baseline baseline;
  private @Nullable Analysis analysis;
  private @Nullable String tip;
  private Continuation.@Nullable Work left;
  private int testRuns;

  /** How a run ends. */
  record Ending(RunSummary.Outcome outcome, String message) {}

  CycleProcess(
      RunRequest request,
      ActivityStubs activities,
      RunJournal journal,
      Children children,
      Approvals approvals,
      StackProcess.Gatekeeper gatekeeper) {
    this.request = request;
    this.activities = activities;
    this.journal = journal;
    this.children = children;
    this.approvals = approvals;
    this.gatekeeper = gatekeeper;
    Continuation from = request.continuation();
    if (from != null) {
      Continuation.Work work = from.work();
      openings = work.openings();
      opened = work.opened();
      baseline = work.measured();
      analysis = work.analysis();
      tip = work.base();
      testRuns = work.testRuns();
    }
  }

  Opening.@Nullable Opened opened() {
    return opened;
  }

  @Nullable Baseline baseline() {
    return baseline;
  }

  @Nullable Analysis analysis() {
    return analysis;
  }

  @Nullable String tip() {
    return tip;
  }

  int testRuns() {
    return testRuns;
  }

  /** What the run's next part has to do; null unless {@link #work} left something to it. */
  Continuation.@Nullable Work left() {
    return left;
  }

  /**
   * Works until the run ends or has to go on in another part.
   *
   * @return how it ends; null when there is work left
   */
  @Nullable Ending work() {
    Continuation from = request.continuation();
    if (from == null) {
      journal.announce(
          "run-started", "run " + request.runId() + " on " + request.target().name(), Map.of());
    } else {
      journal.goOn();
    }
    Continuation.@Nullable Work next = from == null ? null : from.work();
    while (true) {
      try {
        return next == null ? attempt() : goOn(next);
      } catch (ActivityFailure e) {
        if (!moved(e) || openings == OPENINGS) {
          throw e;
        }
        journal.announce(
            "restart",
            "the branch was moved meanwhile; starting again from where it is now",
            Map.of());
        children.close("the branch was moved");
        next = null;
      }
    }
  }

  private static boolean moved(ActivityFailure failure) {
    return failure.getCause() instanceof ApplicationFailure cause
        && cause.getType().equals(Failures.REF_MOVED);
  }

  private @Nullable Ending attempt() {
    openings++;
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

  private @Nullable Ending improve(Opening.Opened usable) {
    opened = usable;
    tip = usable.base();
    journal.base(usable.base());
    TargetSettings settings = usable.settings();
    ActivityStubs lengthy = lengthy(settings);
    journal.enter(Stage.ANALYZING, "measuring the base " + usable.base().substring(0, 10));
    Baseline measured =
        lengthy
            .trial("measure the base")
            .measureBaseline(
                new BaselineRequest(request.target(), request.runId(), usable.base(), settings));
    baseline = measured;
    journal.baseline(measured);
    gatekeeper.awaitResumed();
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
            + (found.optimizations().size() == 1
                ? " improvement suggested"
                : " improvements suggested"),
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
    if (wanted(found).isEmpty()) {
      return new Ending(
          RunSummary.Outcome.NOTHING_TO_DO,
          found.findings()
              + " findings, none of which Ratchet can act on"
              + (request.only() == null
                  ? ""
                  : " for the type " + request.only() + ", which was asked for"));
    }
    return stacks(usable, measured, found);
  }

  private List<Optimization> wanted(Analysis found) {
    return found.optimizations().stream()
        .filter(one -> request.only() == null || one.type() == request.only())
        .toList();
  }

  private ActivityStubs lengthy(TargetSettings settings) {
    return new ActivityStubs(request.homeId(), settings.budget().buildTime());
  }

  private @Nullable Ending stacks(Opening.Opened usable, Baseline measured, Analysis found) {
    TargetSettings settings = usable.settings();
    List<Task> free = new ArrayList<>();
    List<Task> asking = new ArrayList<>();
    Integer asked = request.improvements();
    int most = asked == null ? settings.budget().improvements() : asked;
    // After a restart: what stands counts, and no id is given out twice.
    long left = Math.max(0, most - journal.verified());
    int last = journal.lastNumber();
    for (Optimization optimization : wanted(found).stream().limit(left).toList()) {
      int number = last + free.size() + asking.size() + 1;
      Task task =
          new Task(String.format(Locale.ROOT, "%s-%02d", request.runId(), number), optimization);
      (asks(settings, optimization) ? asking : free).add(task);
    }
    StackProcess stacks =
        process(usable, usable.base(), usable.branchTip(), measured, lengthy(settings));
    return work(stacks, usable, measured, found, free, asking);
  }

  private boolean asks(TargetSettings settings, Optimization optimization) {
    ApprovalPolicy policy = request.approval();
    return settings.approval().asksFor(optimization.risk())
        || (policy != null && policy.asksFor(optimization.risk()));
  }

  /** From where an earlier part of the run left it. */
  private @Nullable Ending goOn(Continuation.Work from) {
    StackProcess stacks =
        process(
            from.opened(),
            from.base(),
            from.published(),
            from.baseline(),
            lengthy(from.opened().settings()));
    return work(
        stacks,
        from.opened(),
        from.measured(),
        from.analysis(),
        from.freeTasks(),
        from.askingTasks());
  }

  private StackProcess process(
      Opening.Opened usable,
      String base,
      @Nullable String published,
      Baseline current,
      ActivityStubs lengthy) {
    return new StackProcess(
        request,
        lengthy,
        journal,
        children,
        approvals,
        gatekeeper,
        usable,
        base,
        published,
        current);
  }

  private @Nullable Ending work(
      StackProcess stacks,
      Opening.Opened usable,
      Baseline measured,
      Analysis found,
      List<Task> free,
      List<Task> asking) {
    try {
      stacks.work(free, false);
      if (free.isEmpty()) {
        stacks.work(asking, true);
      }
    } finally {
      tip = stacks.base();
      testRuns += stacks.testRuns();
    }
    if (free.isEmpty() && asking.isEmpty()) {
      long verified = journal.verified();
      return new Ending(
          RunSummary.Outcome.COMPLETED,
          verified + " of " + journal.improvements().size() + " improvements applied and verified");
    }
    children.rest();
    // A handler that is at work would be cut off; from here on nothing blocks.
    Workflow.await(Workflow::isEveryHandlerFinished);
    left =
        new Continuation.Work(
            openings,
            usable,
            stacks.base(),
            stacks.published(),
            measured,
            stacks.baseline(),
            found,
            pending(free, found),
            pending(asking, found),
            testRuns);
    return null;
  }

  /** Without those whose child came to an end of its own. */
  private List<Pending> pending(List<Task> tasks, Analysis found) {
    List<Task> open =
        tasks.stream()
            .filter(
                task ->
                    journal.improvements().stream()
                        .noneMatch(
                            known ->
                                known.id().equals(task.improvementId())
                                    && Improvements.isFinal(known.state())))
            .toList();
    return Pending.of(open, found.optimizations());
  }
}
