package dev.ratchet.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ratchet.domain.ApprovalPolicy;
import dev.ratchet.domain.ImprovementType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Starts a run and follows it. */
@Command(
    name = "improve",
    description = {
      "Improve a repository: analyse it, propose changes, test each, keep what is proven.",
      "The improvements go to a branch of their own; no work tree is touched."
    })
final class ImproveCommand extends ClientCommand {
  @Parameters(paramLabel = "PATH|URL|NAME", description = "A Git repository, or a target's name.")
  String what = "";

  @Option(
      names = "--wait",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Wait while another run has the target (the default), or be refused.")
  boolean wait = true;

  @Option(
      names = "--follow",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Show the run until it ends (the default), or return at once.")
  boolean follow = true;

  @Option(
      names = "--approval",
      description = "Ask a person more often than the target does: ${COMPLETION-CANDIDATES}.")
  @Nullable ApprovalPolicy approval;

  @Option(
      names = "--improvements",
      paramLabel = "N",
      description = "Take up at most N improvements.")
  @Nullable Integer improvements;

  @Option(
      names = "--only",
      paramLabel = "TYPE",
      description = "Take up improvements of this type alone: ${COMPLETION-CANDIDATES}.")
  @Nullable ImprovementType only;

  ImproveCommand(Gateway.Finder finder, Output output) {
    super(finder, output);
  }

  @Override
  int run() {
    ObjectNode order = body().put("whenBusy", wait ? "WAIT" : "REFUSE");
    if (approval != null) {
      order.put("approval", approval.name());
    }
    if (improvements != null) {
      order.put("improvements", improvements);
    }
    if (only != null) {
      order.put("only", only.name());
    }
    // Before anything is started: what is not there cannot be improved.
    Repository place = Repository.isPlace(what) ? Repository.at(what) : null;
    try (ApiClient api = new ApiClient(gateway().ensureUp())) {
      name(order, place, api);
      JsonNode started = start(api, order);
      String runId = started.path("runId").asText();
      if (!follow) {
        announce(started, runId);
        return ExitCodes.DONE;
      }
      if (!json) {
        output.line("run %s".formatted(runId));
      }
      return FollowCommand.follow(api, output, json, runId);
    }
  }

  private void announce(JsonNode started, String runId) {
    if (json) {
      output.json(started);
    } else {
      output.line("run %s goes on; follow it with: ratchet follow %s".formatted(runId, runId));
    }
  }

  /** A bare word is a target's name, or else a folder here. */
  private void name(ObjectNode order, @Nullable Repository place, ApiClient api) {
    if (place != null) {
      locate(order, place);
      return;
    }
    try {
      api.get("/api/v1/targets/" + ApiClient.part(what));
      order.put("target", what);
    } catch (ApiRefusal unknown) {
      if (unknown.status() != 404 || !Files.exists(Path.of(what))) {
        throw unknown;
      }
      locate(order, Repository.at(what));
    }
  }

  private static void locate(ObjectNode order, Repository place) {
    order.put("location", place.location());
    if (place.self()) {
      order.put("self", true);
    }
  }

  /** Once more when the connection was lost; the key keeps it one run. */
  private static JsonNode start(ApiClient api, ObjectNode order) {
    String key = UUID.randomUUID().toString();
    try {
      return api.post("/api/v1/runs", order, key);
    } catch (CommandFailure lost) {
      return api.post("/api/v1/runs", order, key);
    }
  }
}
