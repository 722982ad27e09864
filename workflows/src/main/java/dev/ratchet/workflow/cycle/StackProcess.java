package dev.ratchet.workflow.cycle;

import dev.ratchet.domain.Baseline;
import dev.ratchet.domain.GateError;
import dev.ratchet.domain.Improvement;
import dev.ratchet.domain.Improvement.State;
import dev.ratchet.domain.TargetSettings;
import dev.ratchet.workflow.ActivityStubs;
import dev.ratchet.workflow.Failures;
import dev.ratchet.workflow.analysis.AnalysisActivities.Proposal;
import dev.ratchet.workflow.control.Approval;
import dev.ratchet.workflow.control.Rejection;
import dev.ratchet.workflow.cycle.StackTester.Result;
import dev.ratchet.workflow.improvement.ImprovementReport;
import dev.ratchet.workflow.improvement.Improvements;
import dev.ratchet.workflow.repository.RepositoryActivities.Opening;
import dev.ratchet.workflow.repository.RepositoryActivities.StackMove;
import dev.ratchet.workflow.trial.TrialActivities.TestTrial;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
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
  /**
   * Most stacks of one part of a run. Temporal suggests a new history by its events and bytes; even
   * where stacks are small, a worker that takes the run over should replay it within a second, and
   * a person be able to read it.
   */
  static final int STACKS = 20;

  private final RunRequest request;
  private final RunJournal journal;
  private final Children children;
  private final Approvals approvals;
  private final Gatekeeper gatekeeper;
  private final Verdicts verdicts;
  private final StackTester tester;
  private final StackApplier applier;
  private final TargetSettings settings;
  private final String analyzed;
  private String base;
  private @Nullable String published;
  private Baseline baseline;
  private int stacks;

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
      String base,
      @Nullable String published,
      Baseline baseline) {
    this.request = request;
    this.journal = journal;
    this.children = children;
    this.approvals = approvals;
    this.gatekeeper = gatekeeper;
    this.verdicts = new Verdicts(request, activities, journal, children);
    this.settings = opened.settings();
    this.tester = new StackTester(request, activities, settings);
    this.applier = new StackApplier(activities, tester, journal);
    this.analyzed = opened.base();
    this.base = base;
    this.published = published;
    this.baseline = baseline;
  }

  String base() {
    return base;
  }

  @Nullable String published() {
    return published;
  }

  Baseline baseline() {
    return baseline;
  }

  int testRuns() {
    return tester.runs();
  }

  /** Works until nothing is pending, or until the history is long enough after some stack. */
  void work(List<Task> pending, boolean approvalRequired) {
    while (!pending.isEmpty()) {
      if (longEnough()) {
        return;
      }
      gatekeeper.awaitResumed();
      stacks++;
      List<StackEntry> stack = build(pending);
      if (stack.isEmpty()) {
        continue;
      }
      journal.enter(
          Stage.TESTING,
          "testing a stack of " + stack.size() + " at " + StackEntry.tip(stack).substring(0, 10));
      Result result = tester.test(stack, baseline, false);
      List<StackEntry> good = verdicts.sort(stack, result, pending, "full-tests");
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
   * Whether the run had better go on in a history of its own. Each part takes one stack at least.
   */
  private boolean longEnough() {
    return stacks >= STACKS || (stacks > 0 && Workflow.getInfo().isContinueAsNewSuggested());
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

  private void apply(List<StackEntry> stack, List<Approval> signed, List<Task> pending) {
    Result verified = applier.apply(move(stack, signed), stack, baseline);
    if (verified.good() == stack.size()) {
      keep(stack, verified);
      return;
    }
    List<StackEntry> good = verdicts.sort(stack, verified, pending, "verify");
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
      verdicts.sendBack(waiting, pending);
      waiting.clear();
    }
  }

  private void rejected(Rejection rejection, List<StackEntry> waiting, List<Task> pending) {
    int index = index(waiting, rejection.improvementId());
    if (index < 0) {
      return;
    }
    verdicts.reject(
        waiting.get(index),
        "approval",
        List.of(
            new GateError("rejected-by-person", null, rejection.by().id(), rejection.reason())));
    verdicts.sendBack(waiting.subList(index + 1, waiting.size()), pending);
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
