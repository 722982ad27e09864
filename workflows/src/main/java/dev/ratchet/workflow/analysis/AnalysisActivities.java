package dev.ratchet.workflow.analysis;

import dev.ratchet.domain.Baseline;
import dev.ratchet.domain.Candidate;
import dev.ratchet.domain.Optimization;
import dev.ratchet.domain.PerformanceReport;
import dev.ratchet.domain.Target;
import dev.ratchet.domain.TargetSettings;
import io.temporal.activity.ActivityInterface;
import java.time.Instant;
import java.util.List;

/**
 * Reads code and proposes changes. Nothing here runs what the target contains outside a sandbox.
 */
@ActivityInterface
public interface AnalysisActivities {
  /** Heartbeats with progress. */
  Analysis analyze(AnalysisRequest request);

  /** Makes a candidate commit in the mirror. The same request gives the same SHA. */
  Proposal propose(ProposalRequest request);

  record AnalysisRequest(
      Target target, String runId, String commit, TargetSettings settings, Baseline baseline) {}

  /**
   * @param findings how many, after de-duplication
   * @param findingsDigest of all findings as JSON lines in the object store
   * @param reportedOnly findings that nothing here acts on
   * @param optimizations what may be proposed, most valuable first, at most 200
   */
  record Analysis(
      int files,
      int filesRead,
      int findings,
      int reportedOnly,
      String findingsDigest,
      PerformanceReport report,
      List<Optimization> optimizations) {
    public Analysis {
      optimizations = List.copyOf(optimizations);
    }
  }

  /**
   * @param base the commit to build on: the tip of the stack so far
   * @param analyzed the commit that analysis read; the optimization's files are the same in both
   * @param at author and committer date of the commit
   */
  record ProposalRequest(
      Target target,
      String runId,
      String improvementId,
      Optimization optimization,
      String base,
      String analyzed,
      TargetSettings settings,
      Baseline baseline,
      Instant at) {}

  /** What became of proposing. */
  sealed interface Proposal {
    /**
     * @param files that the candidate changes
     * @param diffDigest of the unified diff in the object store
     * @param syntaxKey under which a failure of this change is remembered
     */
    record Proposed(
        Candidate candidate,
        List<String> files,
        int linesAdded,
        int linesRemoved,
        String diffDigest,
        String syntaxKey,
        String description)
        implements Proposal {
      public Proposed {
        files = List.copyOf(files);
      }
    }

    /**
     * @param code "nothing-left", "not-covered", "left-to-a-person", "failed-before"
     */
    record NotProposed(String code, String reason) implements Proposal {}
  }
}
