package dev.ratchet.api.run;

import dev.ratchet.domain.Improvement;
import dev.ratchet.workflow.cycle.RunStatus;
import dev.ratchet.workflow.cycle.RunSummary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run as far as it can be known at the moment.
 *
 * @param status of a run that is open, when a worker answered
 * @param summary of a run that ended
 * @param note what a person should know beside it; empty when nothing
 */
public record RunView(
    String runId,
    String target,
    RunState state,
    @Nullable RunStatus status,
    @Nullable RunSummary summary,
    String note) {
  static RunView open(RunStatus status) {
    return new RunView(
        status.runId(),
        status.target(),
        status.paused() ? RunState.PAUSED : RunState.RUNNING,
        status,
        null,
        "");
  }

  static RunView ended(RunSummary summary) {
    return new RunView(
        summary.runId(), summary.target(), RunState.ENDED, null, summary, summary.message());
  }

  public boolean open() {
    return state == RunState.RUNNING || state == RunState.PAUSED;
  }

  public List<Improvement> knownImprovements() {
    if (summary != null) {
      return summary.improvements();
    }
    return status == null ? List.of() : status.improvements();
  }
}
