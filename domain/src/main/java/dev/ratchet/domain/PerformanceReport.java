package dev.ratchet.domain;

import java.util.List;

/** What analysis measured about a target or a system, by name. */
public record PerformanceReport(String subject, List<PerformanceMetric> metrics) {
  public PerformanceReport {
    Checks.text(subject, "subject");
    metrics = List.copyOf(metrics);
  }
}
