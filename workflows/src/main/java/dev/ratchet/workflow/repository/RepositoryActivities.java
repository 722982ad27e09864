package dev.ratchet.workflow.repository;

import dev.ratchet.domain.Candidate;
import dev.ratchet.domain.Improvement;
import dev.ratchet.domain.Principal;
import dev.ratchet.domain.Target;
import dev.ratchet.domain.TargetSettings;
import dev.ratchet.workflow.control.Approval;
import dev.ratchet.workflow.cycle.RunSummary;
import io.temporal.activity.ActivityInterface;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happens to Git: in the target's mirror, and by publishing in the target repository. All
 * methods are idempotent: a retried call finds what the first one did and returns the same.
 */
@ActivityInterface
public interface RepositoryActivities {
  /**
   * Locks the target for the run, brings the mirror up to date and finds the base revision and the
   * settings. Fails retryably with TARGET_BUSY while another open run holds the lock, if asked to
   * wait.
   */
  Opening openTarget(OpenTarget request);

  /** Gives the lock back; nothing happens when the run does not hold it. */
  void closeTarget(Target target, String runId);

  /**
   * Writes refs/ratchet/rollback/IMPROVEMENT for every candidate of the stack, at the branch's tip
   * before it.
   */
  void saveRollbackPoints(StackMove move);

  /** Deletes those of the rollback points that this stack made. */
  void dropRollbackPoints(StackMove move);

  /**
   * Moves the mirror's improvements branch over the stack, ref by ref, each by compare-and-swap.
   * Checks approvals first.
   */
  void advanceBranch(StackMove move);

  /**
   * Moves the mirror's branch back to what it was before the stack; nothing happens when it is
   * there already.
   */
  void restoreBranch(StackMove move);

  /** Moves the branch of the target repository from its expected old value to the stack's tip. */
  void publish(StackMove move);

  /**
   * Moves the branch of the target repository back from the stack's tip, or commits reverts when it
   * moved on.
   */
  void unpublish(StackMove move);

  /**
   * Writes the latest state of an improvement as a note on its candidate, and below refs/ratchet.
   */
  void recordImprovement(Improvement improvement, Instant at);

  /** Remembers that a change of this syntax failed, so that it is not proposed again. */
  void rememberFailure(RememberedFailure failure);

  void recordRun(RunSummary summary);

  /** Finds what a rollback has to undo, and locks the target. */
  RollbackPlan planRollback(Target target, String improvementId, String requestId);

  /**
   * Makes the branch's next commit: the one before the improvement when it is the tip, else a
   * revert.
   */
  StackMove prepareRollback(RollbackPlan plan, Principal by, Instant at);

  List<RunSummary> readRuns(Target target, int limit);

  @Nullable Improvement readImprovement(Target target, String improvementId);

  /**
   * @param waitForLock whether to wait while another run holds the target
   */
  record OpenTarget(Target target, String runId, Principal by, boolean waitForLock) {}

  /** What became of opening a target. */
  sealed interface Opening {
    /**
     * @param base commit that the run starts from: the tip of the improvements branch where there
     *     is one
     * @param branchTip where the improvements branch of the target repository is; null when it does
     *     not exist yet
     */
    record Opened(String base, String tree, @Nullable String branchTip, TargetSettings settings)
        implements Opening {}

    /**
     * @param code for programs, for example "not-a-repository", "empty-repository", "no-java",
     *     "no-build-tool", "diverged", "branch-checked-out", "bad-settings", "busy"
     * @param message for a person: what is wrong, where, and what would be right
     */
    record Unusable(String code, String message) implements Opening {}
  }

  /**
   * A stack that is to be applied or was.
   *
   * @param before where the branch of the mirror is before the stack
   * @param publishedBefore where the branch of the target repository is; null when it does not
   *     exist
   * @param candidates from the bottom up, each on the one before
   * @param approvals those of the candidates that policy asks them for
   */
  record StackMove(
      Target target,
      String runId,
      String branch,
      String before,
      @Nullable String publishedBefore,
      List<Candidate> candidates,
      List<Approval> approvals,
      boolean approvalRequired) {
    public StackMove {
      candidates = List.copyOf(candidates);
      approvals = List.copyOf(approvals);
    }

    public String tip() {
      return candidates.getLast().commit();
    }
  }

  /**
   * @param syntaxKey digest of proposer and normalised syntax, from the proposal
   */
  record RememberedFailure(
      Target target, String syntaxKey, String improvementId, String reason, Instant at) {}

  /** What became of looking for something to roll back. */
  sealed interface RollbackPlan {
    record Possible(
        Target target,
        String requestId,
        String branch,
        Improvement improvement,
        String branchTip,
        String base)
        implements RollbackPlan {}

    record Impossible(String code, String message) implements RollbackPlan {}
  }
}
