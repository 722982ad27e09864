package dev.ratchet.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One measured value; the threshold, when there is one, is what it should stay below: a rate above.
 */
public record PerformanceMetric(
    String name, double value, String unit, Instant timestamp, @Nullable Double threshold) {
  public PerformanceMetric {
    Checks.text(name, "name");
    Checks.text(unit, "unit");
  }
}
