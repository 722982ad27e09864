package dev.ratchet.domain;

import java.util.List;

/**
 * A de-duplicated fact about the target that an improvement may act on.
 *
 * @param id stable over runs while the code at the place stays the same
 * @param issues what the analysers said of it; the first one names it
 * @param expectedBenefit one sentence for a person
 * @param value orders findings, higher first: severity and benefit against risk, 0..100
 * @param fixable whether a proposer of this Ratchet can act on it
 */
public record Finding(
    String id,
    List<CodeIssue> issues,
    ImprovementType type,
    ImprovementKind kind,
    Severity severity,
    String expectedBenefit,
    RiskLevel risk,
    double value,
    boolean fixable) {
  public Finding {
    Checks.text(id, "id");
    issues = List.copyOf(issues);
    if (issues.isEmpty()) {
      throw new IllegalArgumentException("issues must not be empty");
    }
  }

  /** The same, for a person only. */
  public Finding reportedOnly() {
    return new Finding(id, issues, type, kind, severity, expectedBenefit, risk, value, false);
  }

  public Place place() {
    return issues.getFirst().place();
  }
}
