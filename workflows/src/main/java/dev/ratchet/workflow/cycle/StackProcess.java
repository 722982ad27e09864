package dev.ratchet.workflow.cycle;

import dev.ratchet.domain.Baseline;
import dev.ratchet.domain.Candidate;
import dev.ratchet.domain.GateError;
import dev.ratchet.domain.GateResult;
import dev.ratchet.domain.Improvement;
import dev.ratchet.domain.Improvement.State;
import dev.ratchet.domain.TargetSettings;
import dev.ratchet.domain.TestCounts;
import dev.ratchet.domain.ValidationResult;
import dev.ratchet.domain.Verdict;
import dev.ratchet.workflow.ActivityStubs;
import dev.ratchet.workflow.Failures;
import dev.ratchet.workflow.analysis.AnalysisActivities.Proposal;
import dev.ratchet.workflow.control.Approval;
import dev.ratchet.workflow.control.Rejection;
import dev.ratchet.workflow.cycle.StackTester.Result;
import dev.ratchet.workflow.improvement.ImprovementReport;
import dev.ratchet.workflow.improvement.Improvements;
import dev.ratchet.workflow.repository.RepositoryActivities.Opening;
import dev.ratchet.workflow.repository.RepositoryActivities.RememberedFailure;
import dev.ratchet.workflow.repository.RepositoryActivities.StackMove;
import dev.ratchet.workflow.trial.TrialActivities.TestTrial;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes tasks through stacks: candidates built on one another, tested together, applied in order.
 */
final class StackProcess {
  /** Numbers were given in the order of value. */
  private static final Comparator<Task> BY_VALUE =
      Comparator.<Task>comparingInt(task -> task.improvementId().length())
          .thenComparing(Task::improvementId);

  private final RunRequest request;
  private final ActivityStubs activities;
  private final RunJournal journal;
  private final Children children;
  private final Approvals approvals;
  private final Gatekeeper gatekeeper;
  private final StackTester tester;
  private final StackApplier applier;
  private final TargetSettings settings;
  private final String analyzed;
  private String base;
  private @Nullable String published;
  private Baseline baseline;

  /** Holds a run back while it is paused. */
  interface Gatekeeper {
    void awaitResumed();
  }

  StackProcess(
      RunRequest request,
      ActivityStubs activities,
      RunJournal journal,
      Children children,
      Approvals approvals,
      Gatekeeper gatekeeper,
      Opening.Opened opened,
      String analyzed,
      Baseline baseline) {
    this.request = request;
    this.activities = activities;
    this.journal = journal;
    this.children = children;
    this.approvals = approvals;
    this.gatekeeper = gatekeeper;
    this.settings = opened.settings();
    this.tester = new StackTester(request, activities, settings);
    this.applier = new StackApplier(activities, tester, journal);
    this.analyzed = analyzed;
    this.base = opened.base();
    this.published = opened.branchTip();
    this.baseline = baseline;
  }

  String base() {
    return base;
  }

  int testRuns() {
    return tester.runs();
  }

  /** Works until nothing is pending. */
  void work(List<Task> tasks, boolean approvalRequired) {
    List<Task> pending = new ArrayList<>(tasks);
    while (!pending.isEmpty()) {
      gatekeeper.awaitResumed();
      List<StackEntry> stack = build(pending);
      if (stack.isEmpty()) {
        continue;
      }
      journal.enter(
          Stage.TESTING,
          "testing a stack of " + stack.size() + " at " + StackEntry.tip(stack).substring(0, 10));
      Result result = tester.test(stack, baseline, false);
      List<StackEntry> good = sort(stack, result, pending, "full-tests");
      if (good.isEmpty()) {
        continue;
      }
      gatekeeper.awaitResumed();
      if (approvalRequired) {
        awaitPeople(good, pending);
      } else {
        apply(good, List.of(), pending);
      }
    }
  }

  /**
   * Takes what fits together off the pending tasks: candidates of one stack touch different files.
   */
  private List<StackEntry> build(List<Task> pending) {
    List<StackEntry> stack = new ArrayList<>();
    Set<String> touched = new HashSet<>();
    String tip = base;
    Iterator<Task> tasks = pending.iterator();
    while (tasks.hasNext() && stack.size() < settings.budget().stack()) {
      Task task = tasks.next();
      if (task.optimization().files().stream().anyMatch(touched::contains)) {
        continue;
      }
      gatekeeper.awaitResumed();
      tasks.remove();
      journal.enter(Stage.PROPOSING, task.improvementId() + ": " + task.optimization().title());
      ImprovementReport report = children.candidate(task, analyzed, tip, settings, baseline);
      if (report.improvement().state() == State.TESTING
          && report.proposal() instanceof Proposal.Proposed proposed) {
        stack.add(new StackEntry(task, proposed));
        touched.addAll(task.optimization().files());
        touched.addAll(proposed.files());
        tip = proposed.candidate().commit();
      }
    }
    return stack;
  }

  /** Rejects the culprit, sends those above it back, and gives those below it, which pass. */
  private List<StackEntry> sort(
      List<StackEntry> stack, Result result, List<Task> pending, String gate) {
    List<StackEntry> good = stack.subList(0, result.good());
    for (StackEntry entry : good) {
      TestTrial.Passed trial = result.trial();
      if (trial != null) {
        validated(entry, trial, StackEntry.tip(good));
      }
    }
    if (result.good() < stack.size()) {
      reject(stack.get(result.good()), gate, result.culprit());
      sendBack(stack.subList(result.good() + 1, stack.size()), pending);
    }
    return good;
  }

  /** They need a new base: what was tested or approved of them no longer counts. */
  private void sendBack(List<StackEntry> entries, List<Task> pending) {
    for (StackEntry entry : entries) {
      Improvement improvement = journal.improvement(entry.task().improvementId());
      journal.improvement(Improvements.with(improvement, State.PROPOSING, null, null, ""));
    }
    pending.addAll(0, entries.stream().map(StackEntry::task).toList());
    pending.sort(BY_VALUE);
  }

  private void validated(StackEntry entry, TestTrial.Passed trial, String testedAt) {
    Improvement improvement = journal.improvement(entry.task().improvementId());
    GateResult gate =
        new GateResult(
            "full-tests",
            true,
            trial.elapsed(),
            List.of(),
            Map.of("passed", Integer.toString(trial.tests().passed()), "tested-at", testedAt));
    ValidationResult validation =
        validation(
            improvement, entry.candidate(), new Verdict.Accepted(), gate, trial.tests(), testedAt);
    journal.improvement(
        Improvements.with(improvement, State.TESTING, entry.candidate(), validation, ""));
  }

  private static ValidationResult validation(
      Improvement improvement,
      Candidate candidate,
      Verdict verdict,
      GateResult gate,
      TestCounts tests,
      @Nullable String testedAt) {
    List<GateResult> gates = new ArrayList<>();
    ValidationResult before = improvement.validation();
    if (before != null) {
      gates.addAll(before.gates());
    }
    gates.removeIf(earlier -> earlier.gate().equals(gate.gate()));
    gates.add(gate);
    return new ValidationResult(
        improvement.id(), candidate, verdict, gates, tests, testedAt, null, false);
  }

  private void reject(StackEntry entry, String gate, List<GateError> errors) {
    Improvement improvement = journal.improvement(entry.task().improvementId());
    String reason =
        "the gate '"
            + gate
            + "' refuses: "
            + errors.getFirst().subject()
            + " "
            + errors.getFirst().kind();
    activities
        .repository("remember that it failed")
        .rememberFailure(
            new RememberedFailure(
                request.target(),
                entry.proposal().syntaxKey(),
                improvement.id(),
                reason,
                RunJournal.now()));
    GateResult result = new GateResult(gate, false, Duration.ZERO, errors, Map.of());
    ValidationResult validation =
        validation(
            improvement,
            entry.candidate(),
            new Verdict.Rejected(gate, errors),
            result,
            TestCounts.NONE,
            null);
    children.decide(
        Improvements.with(improvement, State.REJECTED, entry.candidate(), validation, reason));
  }

  private void apply(List<StackEntry> stack, List<Approval> signed, List<Task> pending) {
    Result verified = applier.apply(move(stack, signed), stack, baseline);
    if (verified.good() == stack.size()) {
      keep(stack, verified);
      return;
    }
    List<StackEntry> good = sort(stack, verified, pending, "verify");
    if (!good.isEmpty()) {
      applier.applyVerified(move(good, signed));
      keep(good, verified);
    }
  }

  /** Detached: what is applied and verified stays, and is said to be so, even if a stop came. */
  private void keep(List<StackEntry> stack, Result verified) {
    Workflow.newDetachedCancellationScope(() -> applied(stack, verified)).run();
  }

  private StackMove move(List<StackEntry> stack, List<Approval> signed) {
    return new StackMove(
        request.target(),
        request.runId(),
        settings.improvementsBranch(),
        base,
        published,
        StackEntry.candidates(stack),
        signed,
        !signed.isEmpty());
  }

  private void applied(List<StackEntry> stack, Result verified) {
    base = StackEntry.tip(stack);
    published = base;
    journal.base(base);
    TestTrial.Passed trial = verified.trial();
    if (trial != null) {
      baseline = trial.baseline().orElse(baseline);
    }
    for (StackEntry entry : stack) {
      Improvement improvement = journal.improvement(entry.task().improvementId());
      children.decide(
          Improvements.with(
              improvement, State.VERIFIED, "applied to " + settings.improvementsBranch()));
    }
  }

  /** Waits for people until none of the stack waits any more. */
  private void awaitPeople(List<StackEntry> stack, List<Task> pending) {
    List<StackEntry> waiting = new ArrayList<>(stack);
    for (StackEntry entry : waiting) {
      Improvement improvement = journal.improvement(entry.task().improvementId());
      children.decide(Improvements.with(improvement, State.WAITING_FOR_APPROVAL, ""));
    }
    while (!waiting.isEmpty()) {
      journal.enter(
          Stage.WAITING_FOR_APPROVAL,
          waiting.size() + " improvements wait for a person's approval");
      Workflow.await(approvals::any);
      gatekeeper.awaitResumed();
      Approval approval = approvals.nextApproval();
      if (approval != null) {
        approved(approval, waiting, pending);
        continue;
      }
      Rejection rejection = approvals.nextRejection();
      if (rejection != null) {
        rejected(rejection, waiting, pending);
      }
    }
  }

  /** An approval is one of the commit and of those below it. */
  private void approved(Approval approval, List<StackEntry> waiting, List<Task> pending) {
    int index = index(waiting, approval.improvementId());
    if (index < 0 || !waiting.get(index).candidate().commit().equals(approval.commit())) {
      return;
    }
    List<StackEntry> approved = new ArrayList<>(waiting.subList(0, index + 1));
    waiting.subList(0, index + 1).clear();
    String before = base;
    try {
      apply(approved, List.of(approval), pending);
    } catch (ActivityFailure e) {
      if (!(e.getCause() instanceof ApplicationFailure cause
          && cause.getType().equals(Failures.NOT_APPROVED))) {
        throw e;
      }
      // Forged, or signed with another key: nothing was applied, and all go on waiting.
      journal.announce("approval-refused", cause.getOriginalMessage(), Map.of());
      waiting.addAll(0, approved);
      return;
    }
    if (!base.equals(StackEntry.tip(approved)) || base.equals(before)) {
      // Not all of it held: those above stand on what was undone.
      sendBack(waiting, pending);
      waiting.clear();
    }
  }

  private void rejected(Rejection rejection, List<StackEntry> waiting, List<Task> pending) {
    int index = index(waiting, rejection.improvementId());
    if (index < 0) {
      return;
    }
    reject(
        waiting.get(index),
        "approval",
        List.of(
            new GateError("rejected-by-person", null, rejection.by().id(), rejection.reason())));
    sendBack(waiting.subList(index + 1, waiting.size()), pending);
    waiting.subList(index, waiting.size()).clear();
  }

  private static int index(List<StackEntry> entries, String improvementId) {
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).task().improvementId().equals(improvementId)) {
        return i;
      }
    }
    return -1;
  }
}
