package dev.ratchet.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Follows a run that was started before. */
@Command(name = "follow", description = "Show a run from its beginning until it ends.")
final class FollowCommand extends ClientCommand {
  @Parameters(paramLabel = "RUN")
  String runId = "";

  FollowCommand(Gateway.Finder finder, Output output) {
    super(finder, output);
  }

  @Override
  int run() {
    try (ApiClient api = api()) {
      return follow(api, output, json, runId);
    }
  }

  /** Returns the exit code that the run's outcome asks for. */
  static int follow(ApiClient api, Output output, boolean json, String runId) {
    JsonNode run = new Follower(api, output, json).follow(runId);
    if (json) {
      output.json(run);
    } else {
      output.line("");
      RunText.run(run).forEach(output::line);
      output.line("");
      output.line("details: ratchet show IMPROVEMENT [--diff]; undo: ratchet rollback IMPROVEMENT");
    }
    if (Follower.isOpen(run)) {
      throw new CommandFailure(ExitCodes.FAILED, "the run does not end: ratchet show " + runId);
    }
    return ExitCodes.ofOutcome(run.at("/summary/outcome").asText("BROKEN"));
  }
}
