package dev.ratchet.activity.repository;

import dev.ratchet.domain.Candidate;
import dev.ratchet.workflow.Failures;
import dev.ratchet.workflow.repository.RepositoryActivities.StackMove;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.merge.MergeStrategy;
import org.eclipse.jgit.merge.ThreeWayMerger;

/** Takes changes back where others have built on them. */
final class Revert {
  private final Mirror mirror;

  Revert(Mirror mirror) {
    this.mirror = mirror;
  }

  /** The tree of tip without what was changed from one commit to another; empty on a conflict. */
  Optional<ObjectId> tree(String tip, String from, String to) {
    ThreeWayMerger merger = MergeStrategy.RESOLVE.newMerger(mirror.repository(), true);
    try {
      merger.setBase(ObjectId.fromString(to));
      return merger.merge(ObjectId.fromString(tip), ObjectId.fromString(from))
          ? Optional.of(merger.getResultTreeId())
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot revert " + to, e);
    }
  }

  /** A commit on the tip that undoes the stack; empty when nothing of the stack is left in it. */
  Optional<String> ofStack(StackMove move, String tip) {
    ObjectId tree =
        tree(tip, move.before(), move.tip())
            .orElseThrow(
                () ->
                    ApplicationFailure.newNonRetryableFailure(
                        "later commits on "
                            + move.branch()
                            + " changed the same lines; revert "
                            + move.before()
                            + ".."
                            + move.tip()
                            + " by hand",
                        Failures.PUBLISH_REFUSED));
    if (tree.name().equals(mirror.tree(tip))) {
      return Optional.empty();
    }
    String ids =
        move.candidates().stream()
            .map(Candidate::improvementId)
            .map(id -> "Improvement-Id: " + id + "\n")
            .collect(Collectors.joining());
    String message =
        "Revert improvements that did not stand\n\nUndoes "
            + move.before()
            + ".."
            + move.tip()
            + ".\n\n"
            + ids;
    // A date that depends on the tip alone, so that a retry makes the same commit.
    Instant at = mirror.time(tip);
    return Optional.of(mirror.commitTree(tree, List.of(ObjectId.fromString(tip)), message, at));
  }
}
