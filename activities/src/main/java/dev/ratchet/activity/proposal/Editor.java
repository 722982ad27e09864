package dev.ratchet.activity.proposal;

import dev.ratchet.activity.Progress;
import dev.ratchet.activity.repository.Mirror;
import dev.ratchet.workflow.analysis.AnalysisActivities.ProposalRequest;
import java.util.Map;

/** Makes the changes of some proposers. The same request gives the same edits. Thread-safe. */
public interface Editor {
  /** Whether it is the one for a proposer such as "rule:ID" or "error-prone:CHECK". */
  boolean makes(String proposer);

  /** Changes the optimization's files at the request's base; writes nothing. */
  Edits edit(ProposalRequest request, Mirror mirror, Progress progress) throws InterruptedException;

  /**
   * What would change.
   *
   * @param contents new contents by path, of changed files only
   * @param changedLines lines of the old files that are replaced, or before which something is put,
   *     by path
   * @param occurrences places that change
   * @param notCovered places left alone because no test of the baseline runs them
   * @param reserved places left to a person because a reason is written there, a library may write
   *     the field, or the line would become too long
   */
  record Edits(
      Map<String, byte[]> contents,
      Map<String, int[]> changedLines,
      int occurrences,
      int notCovered,
      int reserved) {
    public Edits {
      contents = Map.copyOf(contents);
      changedLines = Map.copyOf(changedLines);
    }
  }
}
