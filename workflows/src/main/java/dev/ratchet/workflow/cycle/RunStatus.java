package dev.ratchet.workflow.cycle;

import dev.ratchet.domain.Baseline;
import dev.ratchet.domain.Improvement;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run as it is now.
 *
 * @param doing one sentence for a person
 * @param improvements in the order they were taken up
 * @param stopReason empty when nobody stopped it
 */
public record RunStatus(
    String runId,
    String target,
    Stage stage,
    boolean paused,
    String doing,
    Instant startedAt,
    @Nullable String base,
    @Nullable Baseline baseline,
    List<Improvement> improvements,
    String stopReason) {
  public RunStatus {
    improvements = List.copyOf(improvements);
  }
}
