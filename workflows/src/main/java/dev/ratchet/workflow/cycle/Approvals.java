package dev.ratchet.workflow.cycle;

import dev.ratchet.domain.Candidate;
import dev.ratchet.domain.Improvement;
import dev.ratchet.domain.Improvement.State;
import dev.ratchet.domain.Principal.Role;
import dev.ratchet.workflow.control.Approval;
import dev.ratchet.workflow.control.Rejection;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What people said of waiting candidates, until the run takes it up. */
final class Approvals {
  private final String runId;
  private final RunJournal journal;
  private final Deque<Approval> approvals = new ArrayDeque<>();
  private final Deque<Rejection> rejections = new ArrayDeque<>();

  Approvals(RunRequest request, RunJournal journal) {
    this.runId = request.runId();
    this.journal = journal;
    Continuation from = request.continuation();
    if (from != null) {
      approvals.addAll(from.approvals());
      rejections.addAll(from.rejections());
    }
  }

  /**
   * @throws IllegalArgumentException says why the approval cannot be accepted
   */
  void mayApprove(Approval approval) {
    Improvement improvement = waiting(approval.runId(), approval.improvementId());
    if (!approval.by().has(Role.ADMIN)) {
      throw new IllegalArgumentException(
          approval.by().id() + " may not approve; the role ADMIN is needed");
    }
    Candidate candidate = improvement.candidate();
    if (candidate == null || !candidate.commit().equals(approval.commit())) {
      throw new IllegalArgumentException(
          "the approval is of "
              + approval.commit()
              + ", but "
              + improvement.id()
              + " is now "
              + (candidate == null ? "without a candidate" : candidate.commit())
              + "; look at it again");
    }
  }

  /**
   * @throws IllegalArgumentException says why the rejection cannot be accepted
   */
  void mayReject(Rejection rejection) {
    waiting(rejection.runId(), rejection.improvementId());
    if (!rejection.by().has(Role.ADMIN)) {
      throw new IllegalArgumentException(
          rejection.by().id() + " may not reject; the role ADMIN is needed");
    }
  }

  private Improvement waiting(String run, String id) {
    if (!run.equals(runId)) {
      throw new IllegalArgumentException("this is run " + runId + ", and it was about " + run);
    }
    Improvement found =
        journal.improvements().stream().filter(i -> i.id().equals(id)).findFirst().orElse(null);
    if (found == null) {
      throw new IllegalArgumentException("this run has no improvement " + id);
    }
    if (found.state() != State.WAITING_FOR_APPROVAL) {
      throw new IllegalArgumentException(
          id + " does not wait for approval; it is " + found.state());
    }
    return found;
  }

  void add(Approval approval) {
    approvals.add(approval);
  }

  void add(Rejection rejection) {
    rejections.add(rejection);
  }

  boolean any() {
    return !approvals.isEmpty() || !rejections.isEmpty();
  }

  List<Approval> approvals() {
    return List.copyOf(approvals);
  }

  List<Rejection> rejections() {
    return List.copyOf(rejections);
  }

  @Nullable Approval nextApproval() {
    return approvals.poll();
  }

  @Nullable Rejection nextRejection() {
    return rejections.poll();
  }
}
