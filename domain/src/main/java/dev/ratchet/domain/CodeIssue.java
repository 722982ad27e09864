package dev.ratchet.domain;

/**
 * What one analyser says of one place.
 *
 * @param analyzer "pmd", "error-prone" or "ratchet"
 * @param rule the analyser's own name of the rule
 */
public record CodeIssue(
    String analyzer, String rule, Place place, String message, Severity severity) {
  public CodeIssue {
    Checks.text(analyzer, "analyzer");
    Checks.text(rule, "rule");
  }
}
