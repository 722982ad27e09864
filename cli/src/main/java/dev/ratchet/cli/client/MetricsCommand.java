package dev.ratchet.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows what was measured over time. */
@Command(
    name = "metrics",
    description = {
      "Show response times, token rates, memory and errors over time, by model and agent.",
      "Each line: figure (median; of errors the share), what one in twenty exceeds, the highest."
    })
final class MetricsCommand extends ClientCommand {
  private static final int WIDTH = 32;

  @Option(
      names = "--since",
      paramLabel = "D",
      defaultValue = "24h",
      description = "How far back, for example 90m, 24h or 30d (${DEFAULT-VALUE}).")
  String since = "24h";

  MetricsCommand(Gateway.Finder finder, Output output) {
    super(finder, output);
  }

  @Override
  int run() {
    try (ApiClient api = api()) {
      JsonNode list = api.get("/api/v1/metrics/series?since=" + ApiClient.part(since));
      if (json) {
        output.json(list);
        return ExitCodes.DONE;
      }
      show(list);
    }
    return ExitCodes.DONE;
  }

  private void show(JsonNode list) {
    if (list.path("series").isEmpty()) {
      output.line("nothing was measured in that time");
      return;
    }
    long from = Instant.parse(list.path("from").asText()).toEpochMilli();
    long to = Instant.parse(list.path("to").asText()).toEpochMilli();
    String before = "";
    for (JsonNode series : list.path("series")) {
      String name = series.path("name").asText();
      if (!name.equals(before)) {
        output.line(
            "%s: %s, in %s%s"
                .formatted(
                    name,
                    series.path("meaning").asText(),
                    series.path("unit").asText(),
                    threshold(series)));
        before = name;
      }
      output.line(line(series, from, to));
    }
  }

  private static String threshold(JsonNode series) {
    JsonNode threshold = series.path("threshold");
    return threshold.isNumber() ? " (threshold %s)".formatted(number(threshold)) : "";
  }

  private static String line(JsonNode series, long from, long to) {
    Sparkline bars = new Sparkline(WIDTH);
    for (JsonNode point : series.path("points")) {
      long at = Instant.parse(point.path("at").asText()).toEpochMilli();
      bars.add((double) (at - from) / Math.max(1, to - from), point.path("figure").asDouble());
    }
    String labels = (series.path("model").asText() + " " + series.path("part").asText()).strip();
    return "  %-28s |%s| %8s %8s %8s  %d%s"
        .formatted(
            labels.isEmpty() ? "all" : labels,
            bars.text(),
            number(series.path("figure")),
            number(series.path("p95")),
            number(series.path("most")),
            series.path("count").asLong(),
            warning(series));
  }

  private static String warning(JsonNode series) {
    if (series.path("crossedForLong").asBoolean()) {
      return "  ! crossed for hours";
    }
    return series.path("crossed").asBoolean() ? "  ! crossed" : "";
  }

  private static String number(JsonNode value) {
    double number = value.asDouble();
    return String.format(
        Locale.ROOT,
        Math.abs(number) >= 100 || number == Math.rint(number)
            ? "%.0f"
            : Math.abs(number) >= 1 ? "%.1f" : "%.3f",
        number);
  }
}
