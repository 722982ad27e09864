package dev.ratchet.domain;

/**
 * A concrete change: a commit on a base, whose tree is what is tested and, if it passes, applied.
 */
public record Candidate(String improvementId, String base, String commit, String tree) {
  public Candidate {
    Checks.text(improvementId, "improvementId");
    Checks.commit(base, "base");
    Checks.commit(commit, "commit");
    Checks.commit(tree, "tree");
  }
}
