package dev.ratchet.activity.repository;

import dev.ratchet.domain.Candidate;
import dev.ratchet.domain.Improvement;
import dev.ratchet.domain.Principal;
import dev.ratchet.domain.Target;
import dev.ratchet.workflow.repository.RepositoryActivities.RollbackPlan;
import dev.ratchet.workflow.repository.RepositoryActivities.RollbackPlan.Impossible;
import dev.ratchet.workflow.repository.RepositoryActivities.RollbackPlan.Possible;
import dev.ratchet.workflow.repository.RepositoryActivities.StackMove;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Undoes one applied improvement: the branch goes back when it is the tip, else a revert is
 * committed.
 */
final class Rollback {
  private final Mirror mirror;

  Rollback(Mirror mirror) {
    this.mirror = mirror;
  }

  RollbackPlan plan(Target target, String improvementId, String requestId) {
    Optional<Improvement> found = new Ledger(mirror).improvement(improvementId);
    if (found.isEmpty()) {
      return new Impossible(
          "unknown", "there is no improvement " + improvementId + " of " + target.name());
    }
    Improvement improvement = found.get();
    Candidate candidate = improvement.candidate();
    if (candidate == null
        || (improvement.state() != Improvement.State.VERIFIED
            && improvement.state() != Improvement.State.APPLIED)) {
      return new Impossible(
          "not-applied",
          improvementId + " is " + improvement.state() + ", so there is nothing to undo");
    }
    return branches(candidate.commit())
        .map(
            branch -> {
              String tip = mirror.ref(Origin.HEADS + branch).orElseThrow();
              return tree(candidate, tip).isPresent()
                  ? (RollbackPlan)
                      new Possible(target, requestId, branch, improvement, tip, candidate.base())
                  : new Impossible(
                      "conflicts",
                      "later commits changed the same lines; revert "
                          + candidate.commit()
                          + " by hand");
            })
        .orElseGet(
            () ->
                new Impossible(
                    "not-applied",
                    "no branch of the target contains " + candidate.commit() + " any more"));
  }

  /** The published branch that contains the commit; the improvements branch first. */
  private Optional<String> branches(String commit) {
    return mirror.refs(Origin.HEADS).stream()
        .filter(ref -> mirror.isAncestor(commit, Refs.target(ref)))
        .map(ref -> ref.getName().substring(Origin.HEADS.length()))
        .filter(
            branch ->
                branch.startsWith("ratchet/") || mirror.ref("refs/heads/" + branch).isPresent())
        .findFirst();
  }

  StackMove prepare(Possible plan, Principal by, Instant at) {
    Candidate candidate = plan.improvement().candidate();
    if (candidate == null) {
      throw new IllegalArgumentException("nothing was applied: " + plan.improvement().id());
    }
    String tip = plan.branchTip();
    String commit =
        tip.equals(candidate.commit()) ? plan.base() : revert(candidate, tip, plan, by, at);
    mirror.set("refs/heads/" + plan.branch(), ObjectId.fromString(tip));
    return new StackMove(
        plan.target(),
        plan.requestId(),
        plan.branch(),
        tip,
        tip,
        List.of(new Candidate(candidate.improvementId(), tip, commit, mirror.tree(commit))),
        List.of(),
        false);
  }

  private String revert(Candidate candidate, String tip, Possible plan, Principal by, Instant at) {
    ObjectId tree = tree(candidate, tip).orElseThrow();
    String message =
        "Revert \""
            + plan.improvement().description()
            + "\"\n\n"
            + "Undoes commit "
            + candidate.commit()
            + ", asked for by "
            + by.id()
            + ".\n\n"
            + "Improvement-Id: "
            + candidate.improvementId()
            + "\n";
    return mirror.commitTree(tree, List.of(ObjectId.fromString(tip)), message, at);
  }

  /** The tip's tree without the candidate's change; empty when later changes are in the way. */
  private Optional<ObjectId> tree(Candidate candidate, String tip) {
    return new Revert(mirror).tree(tip, candidate.base(), candidate.commit());
  }
}
