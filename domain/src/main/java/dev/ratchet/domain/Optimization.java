package dev.ratchet.domain;

import java.util.List;

/**
 * An improvement that analysis suggests: one concern in one package, with all its occurrences.
 *
 * @param proposer who can make the change: "rule:ID" or "error-prone:CHECK"
 * @param packageName of the files; empty for the unnamed package
 * @param files relative to the repository's root, sorted
 */
public record Optimization(
    String proposer,
    String title,
    String packageName,
    List<String> files,
    int occurrences,
    ImprovementType type,
    ImprovementKind kind,
    RiskLevel risk,
    String expectedBenefit,
    double value) {
  public Optimization {
    Checks.text(proposer, "proposer");
    Checks.text(title, "title");
    files = List.copyOf(files);
    if (files.isEmpty()) {
      throw new IllegalArgumentException("files must not be empty");
    }
    Checks.notNegative(occurrences, "occurrences");
  }
}
