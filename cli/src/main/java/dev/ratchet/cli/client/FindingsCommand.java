package dev.ratchet.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists what a run found, by rule or one by one. */
@Command(
    name = "findings",
    description = "List what a run found, and why the code was improved or left as it was.")
final class FindingsCommand extends ClientCommand {
  @Parameters(paramLabel = "RUN")
  String id = "";

  @Option(
      names = "--rule",
      paramLabel = "RULE",
      description = "One by one, only those of this rule, for example pmd:EmptyCatchBlock.")
  @Nullable String rule;

  FindingsCommand(Gateway.Finder finder, Output output) {
    super(finder, output);
  }

  @Override
  int run() {
    String filter = rule == null ? "" : "?rule=" + ApiClient.part(rule);
    try (ApiClient api = api()) {
      JsonNode list = api.get(runs(id) + "/findings" + filter);
      if (json) {
        output.json(list);
        return ExitCodes.DONE;
      }
      if (list.path("findings").isEmpty()) {
        output.line(rule == null ? "nothing was found" : "nothing was found by " + rule);
      } else if (rule == null) {
        byRule(list.path("findings"));
      } else {
        list.path("findings").forEach(this::one);
      }
    }
    return ExitCodes.DONE;
  }

  private void byRule(JsonNode findings) {
    Map<String, Map<String, List<JsonNode>>> fates = new TreeMap<>();
    for (JsonNode found : findings) {
      fates
          .computeIfAbsent(fate(found), fate -> new LinkedHashMap<>())
          .computeIfAbsent(found.path("rule").asText(), rule -> new ArrayList<>())
          .add(found);
    }
    fates.forEach(
        (fate, rules) -> {
          output.line(fate);
          rules.forEach(this::rule);
        });
    output.line("");
    output.line("one by one: ratchet findings %s --rule RULE".formatted(id));
  }

  private void rule(String rule, List<JsonNode> found) {
    String severity = found.getFirst().at("/finding/severity").asText();
    output.line("%6d  %-8s  %s".formatted(found.size(), RunText.words(severity), rule));
  }

  private void one(JsonNode found) {
    JsonNode issue = found.at("/finding/issues/0");
    output.line(
        "%s:%d  %s"
            .formatted(
                issue.at("/place/path").asText(),
                issue.at("/place/startLine").asInt(),
                issue.path("message").asText()));
    output.line("    " + fate(found));
  }

  private static String fate(JsonNode found) {
    String improvement = found.path("improvement").asText("");
    String left = found.path("left").asText();
    if (improvement.isEmpty()) {
      return "left: " + left;
    }
    return left.isEmpty() ? improvement : improvement + ", left: " + left;
  }
}
