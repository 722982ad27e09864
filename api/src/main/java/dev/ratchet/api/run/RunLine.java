package dev.ratchet.api.run;

import dev.ratchet.workflow.cycle.RunSummary;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run in a list.
 *
 * @param stage where it is, or how it ended; empty when that is not known
 */
public record RunLine(
    String runId,
    String target,
    RunState state,
    String stage,
    Instant startedAt,
    @Nullable Instant endedAt) {
  static RunLine of(RunSummary summary) {
    return new RunLine(
        summary.runId(),
        summary.target(),
        RunState.ENDED,
        summary.outcome().name(),
        summary.startedAt(),
        summary.endedAt());
  }
}
