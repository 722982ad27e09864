package dev.ratchet.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists runs. */
@Command(name = "runs", description = "List the latest runs, newest first.")
final class RunsCommand extends ClientCommand {
  @Option(names = "--target", paramLabel = "NAME", description = "Only runs over this target.")
  @Nullable String target;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "At most N runs, 1 to 200 (${DEFAULT-VALUE}).")
  int limit = 20;

  RunsCommand(Gateway.Finder finder, Output output) {
    super(finder, output);
  }

  @Override
  int run() {
    String filter = target == null ? "" : "&target=" + ApiClient.part(target);
    try (ApiClient api = api()) {
      JsonNode list = api.get("/api/v1/runs?limit=" + limit + filter);
      if (json) {
        output.json(list);
        return ExitCodes.DONE;
      }
      list.path("runs").forEach(this::line);
      if (list.path("runs").isEmpty()) {
        output.line("no runs yet: ratchet improve PATH");
      }
    }
    return ExitCodes.DONE;
  }

  private void line(JsonNode run) {
    output.line(
        "%-28s %-10s %-22s %s"
            .formatted(
                run.path("runId").asText(),
                RunText.words(run.path("state").asText()),
                RunText.words(run.path("stage").asText()),
                run.path("startedAt").asText()));
  }
}
