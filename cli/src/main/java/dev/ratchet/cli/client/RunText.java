package dev.ratchet.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Runs and improvements as text for a person. */
final class RunText {
  private RunText() {}

  /** A run as the api shows it. */
  static List<String> run(JsonNode view) {
    List<String> lines = new ArrayList<>();
    JsonNode known = view.has("summary") ? view.path("summary") : view.path("status");
    lines.add("run       %s on %s".formatted(text(view, "runId"), text(view, "target")));
    lines.add("state     " + state(view));
    if (!known.path("message").asText("").isEmpty()) {
      lines.add("message   " + text(known, "message"));
    } else if (!known.path("doing").asText("").isEmpty()) {
      lines.add("doing     " + text(known, "doing"));
    } else if (!text(view, "note").isEmpty()) {
      lines.add("note      " + text(view, "note"));
    }
    addIfThere(lines, "base      ", known, "base");
    addIfThere(lines, "tip       ", known, "tip");
    if (known.at("/settings/improvementsBranch").isTextual()) {
      lines.add("branch    " + known.at("/settings/improvementsBranch").asText());
    }
    for (JsonNode note : known.at("/settings/notes")) {
      lines.add("note      " + note.asText());
    }
    if (known.has("baseline")) {
      lines.add("baseline  " + baseline(known.path("baseline")));
    }
    if (known.has("analysis")) {
      lines.add(
          "analysis  %d findings in %d files, %d of them only reported (ratchet findings %s)"
              .formatted(
                  known.at("/analysis/findings").asInt(),
                  known.at("/analysis/files").asInt(),
                  known.at("/analysis/reportedOnly").asInt(),
                  text(view, "runId")));
    }
    if (known.has("testRuns")) {
      lines.add("test runs " + known.path("testRuns").asInt());
    }
    improvements(lines, known.path("improvements"));
    return lines;
  }

  private static void improvements(List<String> lines, JsonNode improvements) {
    if (improvements.isEmpty()) {
      return;
    }
    lines.add("");
    for (JsonNode improvement : improvements) {
      lines.add(
          "%-20s %-20s %-10.10s  %s"
              .formatted(
                  text(improvement, "id"),
                  words(text(improvement, "state")),
                  improvement.at("/candidate/commit").asText("-"),
                  text(improvement, "description")));
      if (!text(improvement, "outcome").isEmpty()) {
        lines.add("  " + text(improvement, "outcome"));
      }
    }
  }

  private static String state(JsonNode view) {
    String outcome = view.at("/summary/outcome").asText("");
    String stage = view.at("/status/stage").asText("");
    String state = words(text(view, "state"));
    if (!outcome.isEmpty()) {
      return words(outcome);
    }
    return stage.isEmpty() ? state : state + ", " + words(stage);
  }

  private static String baseline(JsonNode baseline) {
    return "%s: %d tests passed, %d failed, %d skipped"
        .formatted(
            words(text(baseline, "status")),
            baseline.at("/tests/passed").asInt(),
            baseline.at("/tests/failed").asInt(),
            baseline.at("/tests/skipped").asInt());
  }

  /** An improvement as the api shows it. */
  static List<String> improvement(JsonNode view) {
    JsonNode improvement = view.path("improvement");
    List<String> lines = new ArrayList<>();
    lines.add(
        "improvement %s of run %s on %s"
            .formatted(
                text(improvement, "id"), text(improvement, "runId"), text(improvement, "target")));
    lines.add("what        " + text(improvement, "description"));
    lines.add(
        "why         %s (%s, %s risk)"
            .formatted(
                text(improvement, "expectedBenefit"),
                words(text(improvement, "type")),
                words(text(improvement, "risk"))));
    lines.add("proposer    " + text(improvement, "proposer"));
    for (JsonNode file : improvement.path("affectedFiles")) {
      lines.add("file        " + file.asText());
    }
    lines.add("state       " + words(text(improvement, "state")));
    if (!text(improvement, "outcome").isEmpty()) {
      lines.add("outcome     " + text(improvement, "outcome"));
    }
    addIfThere(lines, "commit      ", improvement.path("candidate"), "commit");
    addIfThere(lines, "on          ", improvement.path("candidate"), "base");
    validation(lines, improvement.path("validation"));
    lines.add("undo        " + text(view, "undo"));
    return lines;
  }

  private static void validation(List<String> lines, JsonNode validation) {
    if (validation.isMissingNode()) {
      return;
    }
    lines.add("verdict     " + verdict(validation.path("verdict")));
    addIfThere(lines, "tested at   ", validation, "testedAt");
    for (JsonNode gate : validation.path("gates")) {
      StringBuilder figures = new StringBuilder();
      gate.path("figures")
          .properties()
          .forEach(
              figure ->
                  figures.append(" %s=%s".formatted(figure.getKey(), figure.getValue().asText())));
      lines.add(
          "gate        %-4s %s%s"
              .formatted(
                  gate.path("passed").asBoolean() ? "ok" : "NO", text(gate, "gate"), figures));
      for (JsonNode error : gate.path("errors")) {
        lines.add("            " + text(error, "message"));
      }
    }
  }

  private static String verdict(JsonNode verdict) {
    return switch (text(verdict, "type")) {
      case "Rejected" -> "rejected by the gate " + text(verdict, "gate");
      case "Undecided" -> "undecided: " + text(verdict, "reason");
      default -> words(text(verdict, "type"));
    };
  }

  private static void addIfThere(List<String> lines, String label, JsonNode node, String name) {
    if (node.path(name).isTextual()) {
      lines.add(label + text(node, name));
    }
  }

  private static String text(JsonNode node, String name) {
    return node.path(name).asText("");
  }

  static String words(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
