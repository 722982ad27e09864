package dev.ratchet.workflow.cycle;

import dev.ratchet.domain.Baseline;
import dev.ratchet.domain.GateError;
import dev.ratchet.domain.TargetSettings;
import dev.ratchet.workflow.ActivityStubs;
import dev.ratchet.workflow.trial.TrialActivities.TestRequest;
import dev.ratchet.workflow.trial.TrialActivities.TestTrial;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs full tests over a stack: once at its tip, and bisected when that fails. */
final class StackTester {
  private final RunRequest request;
  private final ActivityStubs activities;
  private final TargetSettings settings;
  private int runs;

  StackTester(RunRequest request, ActivityStubs activities, TargetSettings settings) {
    this.request = request;
    this.activities = activities;
    this.settings = settings;
  }

  /**
   * @param good how many entries from the bottom pass, tested together
   * @param trial of the highest good entry; null when there is none
   * @param culprit why the entry above them fails; empty when all pass
   */
  record Result(int good, TestTrial.@Nullable Passed trial, List<GateError> culprit) {}

  int runs() {
    return runs;
  }

  Result test(List<StackEntry> stack, Baseline baseline, boolean keepAsBaseline) {
    int low = 0;
    int high = stack.size();
    TestTrial.@Nullable Passed passed = null;
    List<GateError> errors = List.of();
    // The invariant: the lowest `low` entries pass, and the lowest `high` fail once errors are
    // known.
    int next = high;
    while (low < high) {
      TestTrial trial = run(stack.get(next - 1).candidate().commit(), baseline, keepAsBaseline);
      switch (trial) {
        case TestTrial.Passed good -> {
          low = next;
          passed = good;
        }
        case TestTrial.Failed bad -> {
          high = next - 1;
          errors = bad.errors();
        }
      }
      next = low + (high - low + 1) / 2;
    }
    return new Result(low, passed, errors);
  }

  private TestTrial run(String commit, Baseline baseline, boolean keepAsBaseline) {
    runs++;
    return activities
        .trial("all tests at " + commit.substring(0, 10))
        .testCommit(
            new TestRequest(
                request.target(), request.runId(), commit, settings, baseline, keepAsBaseline));
  }
}
