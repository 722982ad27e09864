package dev.ratchet.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Undoes an applied improvement, and waits until it is done. */
@Command(
    name = "rollback",
    description =
        "Undo an applied improvement: the branch goes back, or gets a revert when it moved on.")
final class RollbackCommand extends ClientCommand {
  @Parameters(paramLabel = "IMPROVEMENT")
  String id = "";

  @Option(names = "--reason", description = "Why, in one sentence.")
  @Nullable String reason;

  RollbackCommand(Gateway.Finder finder, Output output) {
    super(finder, output);
  }

  @Override
  int run() {
    ObjectNode body = body();
    if (reason != null) {
      body.put("reason", reason);
    }
    try (ApiClient api = api()) {
      api.post(improvements(id) + "/rollback", body);
      JsonNode view = await(api);
      if (json) {
        output.json(view);
      } else {
        tell(view);
      }
      return view.at("/result/type").asText().equals("RolledBack")
          ? ExitCodes.DONE
          : ExitCodes.REFUSED;
    }
  }

  private JsonNode await(ApiClient api) {
    String shown = "";
    while (true) {
      JsonNode view = api.get(improvements(id) + "/rollback");
      if (!view.path("state").asText().equals("RUNNING")) {
        return view;
      }
      String doing = view.path("doing").asText("");
      if (!json && !doing.isEmpty() && !doing.equals(shown)) {
        output.line(doing);
        shown = doing;
      }
      try {
        Thread.sleep(300);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CommandFailure(130, "interrupted; the rollback goes on");
      }
    }
  }

  private void tell(JsonNode view) {
    JsonNode result = view.path("result");
    if (result.path("type").asText().equals("RolledBack")) {
      output.line(
          "rolled %s back by %s; the branch is at %s"
              .formatted(
                  id,
                  result.path("reverted").asBoolean() ? "a revert" : "taking the branch back",
                  result.path("tip").asText()));
      return;
    }
    String why =
        result.isMissingNode() ? view.path("doing").asText() : result.path("message").asText();
    throw new CommandFailure(ExitCodes.REFUSED, "%s was not rolled back: %s".formatted(id, why));
  }
}
