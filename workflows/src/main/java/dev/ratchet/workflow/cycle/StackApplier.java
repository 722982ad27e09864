package dev.ratchet.workflow.cycle;

import dev.ratchet.domain.Baseline;
import dev.ratchet.workflow.ActivityStubs;
import dev.ratchet.workflow.Undo;
import dev.ratchet.workflow.cycle.StackTester.Result;
import dev.ratchet.workflow.repository.RepositoryActivities.StackMove;
import java.util.List;

/**
 * Applies a stack as a saga: rollback points, the mirror's branch, the target's branch, then the
 * verification. Each undo is registered before its deed; whatever fails or is stopped on the way,
 * all of it is undone, in reverse order, even when the run is being cancelled.
 */
final class StackApplier {
  private final ActivityStubs activities;
  private final StackTester tester;
  private final RunJournal journal;

  StackApplier(ActivityStubs activities, StackTester tester, RunJournal journal) {
    this.activities = activities;
    this.tester = tester;
    this.journal = journal;
  }

  /**
   * Applies and verifies; when the verification is red everything is undone, and the result says
   * from where on.
   */
  Result apply(StackMove move, List<StackEntry> stack, Baseline baseline) {
    Undo undo = new Undo();
    Result verified;
    try {
      deed(move, undo);
      journal.enter(
          Stage.VERIFYING, "verifying " + move.tip().substring(0, 10) + " on a clean checkout");
      verified = tester.test(stack, baseline, true);
    } catch (RuntimeException failure) {
      takeBack(move, undo);
      throw failure;
    }
    if (verified.good() < stack.size()) {
      takeBack(move, undo);
    }
    return verified;
  }

  /** Applies what a verification has already found good. */
  void applyVerified(StackMove move) {
    Undo undo = new Undo();
    try {
      deed(move, undo);
    } catch (RuntimeException failure) {
      takeBack(move, undo);
      throw failure;
    }
  }

  /** Tried until it works: who looks on must see what a run is at that cannot. */
  private void takeBack(StackMove move, Undo undo) {
    journal.enter(
        Stage.UNDOING, "taking back " + move.tip().substring(0, 10) + " from " + move.branch());
    undo.run();
  }

  private void deed(StackMove move, Undo undo) {
    String tip = move.tip().substring(0, 10);
    journal.enter(Stage.APPLYING, "applying " + move.candidates().size() + " to " + move.branch());
    undo.with(() -> activities.undo("drop rollback points").dropRollbackPoints(move));
    activities.repository("save rollback points").saveRollbackPoints(move);
    undo.with(() -> activities.undo("take the mirror's branch back").restoreBranch(move));
    activities.repository("move the mirror's branch to " + tip).advanceBranch(move);
    undo.with(() -> activities.undo("take the target's branch back").unpublish(move));
    activities.publishing("publish " + tip).publish(move);
  }
}
