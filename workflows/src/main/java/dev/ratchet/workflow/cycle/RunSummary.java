package dev.ratchet.workflow.cycle;

import dev.ratchet.domain.Baseline;
import dev.ratchet.domain.Improvement;
import dev.ratchet.domain.Principal;
import dev.ratchet.domain.TargetSettings;
import dev.ratchet.workflow.analysis.AnalysisActivities.Analysis;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run that ended; kept in the target's mirror.
 *
 * @param base where it started; null when the target could not be opened
 * @param tip where the improvements branch is afterwards
 * @param testRuns full test runs of candidates, verifications included; the baseline's are not
 */
public record RunSummary(
    String runId,
    String target,
    Outcome outcome,
    String message,
    Principal by,
    Instant startedAt,
    Instant endedAt,
    @Nullable String base,
    @Nullable String tip,
    @Nullable TargetSettings settings,
    @Nullable Baseline baseline,
    @Nullable Analysis analysis,
    List<Improvement> improvements,
    int testRuns) {
  public RunSummary {
    improvements = List.copyOf(improvements);
  }

  public enum Outcome {
    COMPLETED,
    NOTHING_TO_DO,
    UNUSABLE_TARGET,
    ANALYZED_ONLY,
    STOPPED,
    FAILED
  }
}
