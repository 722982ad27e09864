package dev.ratchet.activity.repository;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.merge.MergeStrategy;
import org.eclipse.jgit.merge.Merger;

/**
 * Where a run starts when there are improvements already: on top of them, with what the base branch
 * has gained since.
 */
final class BaseRevision {
  private final Mirror mirror;

  BaseRevision(Mirror mirror) {
    this.mirror = mirror;
  }

  /**
   * @param start tip of the base branch
   * @param tip tip of the improvements branch
   * @throws Origin.Unusable when the two cannot be merged without a person
   */
  String of(String start, String tip) throws Origin.Unusable {
    if (mirror.isAncestor(start, tip)) {
      return tip;
    }
    if (mirror.isAncestor(tip, start)) {
      return start;
    }
    return merge(start, tip);
  }

  private String merge(String start, String tip) throws Origin.Unusable {
    Merger merger = MergeStrategy.RECURSIVE.newMerger(mirror.repository(), true);
    ObjectId ours = ObjectId.fromString(tip);
    ObjectId theirs = ObjectId.fromString(start);
    try {
      if (!merger.merge(ours, theirs)) {
        throw new Origin.Unusable(
            "diverged",
            "the improvements branch and the base branch have diverged and conflict; merge the base"
                + " branch into the improvements branch, or delete the improvements branch");
      }
      return mirror.commitTree(
          merger.getResultTreeId(),
          List.of(ours, theirs),
          "Merge the base branch into the improvements\n",
          latest(start, tip));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot merge " + start + " and " + tip, e);
    }
  }

  /** A date that depends on the parents alone, so that a retry makes the same commit. */
  private Instant latest(String a, String b) {
    return mirror.time(a).isAfter(mirror.time(b)) ? mirror.time(a) : mirror.time(b);
  }
}
