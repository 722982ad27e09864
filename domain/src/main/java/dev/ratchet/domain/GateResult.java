package dev.ratchet.domain;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What one gate said of one candidate.
 *
 * @param figures named numbers a person may want to see, values with their unit
 */
public record GateResult(
    String gate,
    boolean passed,
    Duration elapsed,
    List<GateError> errors,
    Map<String, String> figures) {
  public GateResult {
    Checks.text(gate, "gate");
    errors = List.copyOf(errors);
    figures = Map.copyOf(figures);
    if (passed != errors.isEmpty()) {
      throw new IllegalArgumentException("a gate passes exactly when it has no errors: " + gate);
    }
  }
}
