package dev.ratchet.cli.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Pausing, resuming and stopping one run. */
final class SteerCommands {
  private SteerCommands() {}

  abstract static class Steer extends ClientCommand {
    @Parameters(paramLabel = "RUN")
    String runId = "";

    Steer(Gateway.Finder finder, Output output) {
      super(finder, output);
    }

    int tell(String verb, ObjectNode body, String done) {
      try (ApiClient api = api()) {
        api.post(runs(runId) + "/" + verb, body);
        if (json) {
          output.json(body().put("runId", runId).put("told", verb));
        } else {
          output.line("%s %s".formatted(runId, done));
        }
      }
      return ExitCodes.DONE;
    }
  }

  @Command(
      name = "pause",
      description = "Let a run start nothing new until it is resumed; what it does now ends first.")
  static final class Pause extends Steer {
    Pause(Gateway.Finder finder, Output output) {
      super(finder, output);
    }

    @Override
    int run() {
      return tell("pause", body(), "is told to pause");
    }
  }

  @Command(name = "resume", description = "Let a paused run go on.")
  static final class Resume extends Steer {
    Resume(Gateway.Finder finder, Output output) {
      super(finder, output);
    }

    @Override
    int run() {
      return tell("resume", body(), "is told to go on");
    }
  }

  @Command(
      name = "stop",
      description = "End one run; what it applied and verified stays, the rest is undone.")
  static final class Stop extends Steer {
    @Option(names = "--reason", required = true, description = "Why, in one sentence.")
    String reason = "";

    Stop(Gateway.Finder finder, Output output) {
      super(finder, output);
    }

    @Override
    int run() {
      return tell("stop", body().put("reason", reason), "is told to stop");
    }
  }
}
