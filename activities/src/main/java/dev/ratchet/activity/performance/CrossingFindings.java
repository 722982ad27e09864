package dev.ratchet.activity.performance;

import dev.ratchet.domain.CodeIssue;
import dev.ratchet.domain.Finding;
import dev.ratchet.domain.ImprovementKind;
import dev.ratchet.domain.ImprovementType;
import dev.ratchet.domain.Place;
import dev.ratchet.domain.RiskLevel;
import dev.ratchet.domain.Severity;
import dev.ratchet.platform.metric.Crossing;
import dev.ratchet.platform.metric.Measure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;

/** Findings of thresholds that were crossed for long; for a person, no proposer acts on them. */
final class CrossingFindings {
  private CrossingFindings() {}

  /** The same one for the same series, so that filing it again renews it. */
  static Finding of(Crossing crossing) {
    Measure measure = crossing.series().measure();
    CodeIssue issue =
        new CodeIssue(
            "ratchet",
            "threshold:" + measure.label(),
            // Which line is at fault nobody knows yet: the module whose code decides about it.
            new Place(measure.module() + "/src/main/java", 1, 1),
            message(crossing),
            Severity.MAJOR);
    return new Finding(
        id(crossing),
        List.of(issue),
        ImprovementType.PERFORMANCE,
        ImprovementKind.SPEED,
        Severity.MAJOR,
        "keeps %s within %s".formatted(measure.meaning(), threshold(measure)),
        RiskLevel.MEDIUM,
        62,
        false);
  }

  private static String id(Crossing crossing) {
    byte[] name = crossing.series().text().getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(name).toString().substring(0, 8);
  }

  private static String message(Crossing crossing) {
    Measure measure = crossing.series().measure();
    return "%s (%s) was %s %s in %d of the last 4 hours, where %s is the threshold"
        .formatted(
            measure.meaning(),
            crossing.series().text(),
            crossing.figures().stream()
                .map(CrossingFindings::number)
                .collect(Collectors.joining(", ")),
            measure.unit(),
            crossing.figures().size(),
            threshold(measure));
  }

  private static String threshold(Measure measure) {
    Double threshold = measure.threshold();
    return (threshold == null ? "none" : number(threshold)) + " " + measure.unit();
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.0f", value);
  }
}
