package dev.ratchet.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows a run or an improvement. */
@Command(
    name = "show",
    description = "Show a run, or an improvement: finding, gates, verdict, commit, how to undo it.")
final class ShowCommand extends ClientCommand {
  @Parameters(paramLabel = "RUN|IMPROVEMENT")
  String id = "";

  @Option(names = "--diff", description = "Print the improvement's diff, and nothing else.")
  boolean diff;

  ShowCommand(Gateway.Finder finder, Output output) {
    super(finder, output);
  }

  @Override
  int run() {
    try (ApiClient api = api()) {
      if (diff) {
        output.text(api.text(improvements(id) + "/diff"));
        return ExitCodes.DONE;
      }
      JsonNode run = find(api);
      boolean improvement = run.has("improvement");
      if (json) {
        output.json(run);
        return ExitCodes.DONE;
      }
      List<String> lines = improvement ? RunText.improvement(run) : RunText.run(run);
      lines.forEach(output::line);
    }
    return ExitCodes.DONE;
  }

  /** A run's id and an improvement's have the same form, so both are asked for. */
  private JsonNode find(ApiClient api) {
    try {
      return api.get(runs(id));
    } catch (ApiRefusal noRun) {
      if (noRun.status() != 404) {
        throw noRun;
      }
      try {
        return api.get(improvements(id));
      } catch (ApiRefusal neither) {
        throw neither.status() == 404
            ? new CommandFailure(
                ExitCodes.REFUSED,
                "there is no run and no improvement '%s': see ratchet runs".formatted(id))
            : neither;
      }
    }
  }
}
