package dev.ratchet.workflow.cycle;

import dev.ratchet.domain.Candidate;
import dev.ratchet.domain.GateError;
import dev.ratchet.domain.GateResult;
import dev.ratchet.domain.Improvement;
import dev.ratchet.domain.Improvement.State;
import dev.ratchet.domain.TestCounts;
import dev.ratchet.domain.ValidationResult;
import dev.ratchet.domain.Verdict;
import dev.ratchet.workflow.ActivityStubs;
import dev.ratchet.workflow.cycle.StackTester.Result;
import dev.ratchet.workflow.improvement.Improvements;
import dev.ratchet.workflow.repository.RepositoryActivities.RememberedFailure;
import dev.ratchet.workflow.trial.TrialActivities.TestTrial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes down what tests and people said of the entries of a stack. */
final class Verdicts {
  /** Numbers were given in the order of value. */
  private static final Comparator<Task> BY_VALUE =
      Comparator.<Task>comparingInt(task -> task.improvementId().length())
          .thenComparing(Task::improvementId);

  private final RunRequest request;
  private final ActivityStubs activities;
  private final RunJournal journal;
  private final Children children;

  Verdicts(RunRequest request, ActivityStubs activities, RunJournal journal, Children children) {
    this.request = request;
    this.activities = activities;
    this.journal = journal;
    this.children = children;
  }

  /** Rejects the culprit, sends those above it back, and gives those below it, which pass. */
  List<StackEntry> sort(List<StackEntry> stack, Result result, List<Task> pending, String gate) {
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
  void sendBack(List<StackEntry> entries, List<Task> pending) {
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

  void reject(StackEntry entry, String gate, List<GateError> errors) {
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
}
