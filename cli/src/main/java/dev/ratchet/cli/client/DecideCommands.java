package dev.ratchet.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A person's decisions on improvements. */
final class DecideCommands {
  private DecideCommands() {}

  @Command(
      name = "approve",
      description = "Approve a waiting improvement, and those below it in its stack.")
  static final class Approve extends ClientCommand {
    @Parameters(paramLabel = "IMPROVEMENT")
    String id = "";

    @Option(
        names = "--commit",
        paramLabel = "SHA",
        description = "The commit that was looked at, at least 7 digits; else the waiting one.")
    @Nullable String commit;

    Approve(Gateway.Finder finder, Output output) {
      super(finder, output);
    }

    @Override
    int run() {
      try (ApiClient api = api()) {
        String waiting = api.get(improvements(id)).at("/improvement/candidate/commit").asText("");
        if (waiting.isEmpty()) {
          throw new CommandFailure(ExitCodes.REFUSED, id + " has no commit to approve yet");
        }
        if (commit != null && (commit.length() < 7 || !waiting.startsWith(commit))) {
          throw new CommandFailure(
              ExitCodes.REFUSED,
              "the commit of %s is %s, not %s: look at it again with ratchet show %s --diff"
                  .formatted(id, waiting, commit, id));
        }
        JsonNode run = api.post(improvements(id) + "/approve", body().put("commit", waiting));
        if (json) {
          output.json(run);
        } else {
          output.line("approved %s at commit %s".formatted(id, waiting));
        }
      }
      return ExitCodes.DONE;
    }
  }

  @Command(name = "reject", description = "Refuse a waiting improvement.")
  static final class Reject extends ClientCommand {
    @Parameters(paramLabel = "IMPROVEMENT")
    String id = "";

    @Option(names = "--reason", required = true, description = "Why, in one sentence.")
    String reason = "";

    Reject(Gateway.Finder finder, Output output) {
      super(finder, output);
    }

    @Override
    int run() {
      try (ApiClient api = api()) {
        JsonNode run = api.post(improvements(id) + "/reject", body().put("reason", reason));
        if (json) {
          output.json(run);
        } else {
          output.line("rejected %s".formatted(id));
        }
      }
      return ExitCodes.DONE;
    }
  }
}
