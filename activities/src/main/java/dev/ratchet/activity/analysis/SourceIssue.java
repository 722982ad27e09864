package dev.ratchet.activity.analysis;

import dev.ratchet.domain.CodeIssue;
import dev.ratchet.domain.ImprovementType;
import dev.ratchet.domain.Place;
import dev.ratchet.domain.Severity;

/**
 * What one analyser says of lines of one file.
 *
 * @param code digest of the lines without their layout
 * @param hasFix whether the analyser knows how to change this very place
 */
public record SourceIssue(
    String analyzer,
    String rule,
    int startLine,
    int endLine,
    String message,
    Severity severity,
    ImprovementType type,
    String code,
    boolean hasFix) {
  CodeIssue at(String path) {
    return new CodeIssue(
        analyzer,
        rule,
        new Place(path, startLine, Math.max(startLine, endLine)),
        message,
        severity);
  }
}
