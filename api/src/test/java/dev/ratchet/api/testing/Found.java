package dev.ratchet.api.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.ratchet.domain.CodeIssue;
import dev.ratchet.domain.Finding;
import dev.ratchet.domain.ImprovementKind;
import dev.ratchet.domain.ImprovementType;
import dev.ratchet.domain.PerformanceReport;
import dev.ratchet.domain.Place;
import dev.ratchet.domain.RiskLevel;
import dev.ratchet.domain.Severity;
import dev.ratchet.workflow.Payloads;
import dev.ratchet.workflow.analysis.AnalysisActivities.Analysis;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What every run of {@link CycleDouble} found: one place that its improvement acts on, one that
 * nothing can change.
 */
final class Found {
  private Found() {}

  static Analysis analysis() {
    try {
      byte[] content = lines().getBytes(StandardCharsets.UTF_8);
      byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(content);
      return new Analysis(
          9,
          9,
          2,
          1,
          HexFormat.of().formatHex(sha256),
          new PerformanceReport("double", List.of()),
          List.of());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As they lie in the object store. */
  static String lines() {
    StringBuilder lines = new StringBuilder();
    for (Finding finding :
        List.of(
            finding("ratchet", "charset-constant", "src/main/java/A.java", true),
            finding("pmd", "EmptyCatchBlock", "src/main/java/B.java", false))) {
      try {
        lines.append(Payloads.mapper().writeValueAsString(finding)).append('\n');
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    }
    return lines.toString();
  }

  private static Finding finding(String analyzer, String rule, String path, boolean fixable) {
    CodeIssue issue =
        new CodeIssue(analyzer, rule, new Place(path, 7, 7), "look here", Severity.MINOR);
    return new Finding(
        rule,
        List.of(issue),
        ImprovementType.CODE_QUALITY,
        fixable ? ImprovementKind.RULE : ImprovementKind.QUALITY,
        Severity.MINOR,
        "clearer",
        RiskLevel.LOW,
        40,
        fixable);
  }
}
