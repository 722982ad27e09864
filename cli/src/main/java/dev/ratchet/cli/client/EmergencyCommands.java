package dev.ratchet.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ratchet.platform.control.Latch;
import dev.ratchet.platform.control.WorkerPresence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The emergency stop, which works through a file when nothing else does. */
final class EmergencyCommands {
  /** Workers look every second; after this one is stuck, and somebody has to kill it. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private EmergencyCommands() {}

  @Command(
      name = "emergency-stop",
      description = {
        "Kill every trial now; start and apply nothing until emergency-release.",
        "Works with everything down. Returns when every worker obeys or is dead."
      })
  static final class Engage extends ClientCommand {
    @Option(names = "--reason", required = true, description = "Why, in one sentence.")
    String reason = "";

    Engage(Gateway.Finder finder, Output output) {
      super(finder, output);
    }

    @Override
    int run() {
      return gateway().elsewhere() ? stopElsewhere() : stopHere();
    }

    /** A latch in this machine's data folder would stop the wrong system. */
    private int stopElsewhere() {
      try (ApiClient api = api()) {
        JsonNode view = api.post("/api/v1/emergency-stop", body().put("reason", reason));
        boolean acknowledged = view.path("acknowledged").asBoolean(false);
        if (json) {
          output.json(view);
        } else {
          output.line(
              acknowledged
                  ? "emergency stop engaged; every worker obeys or is dead"
                  : "emergency stop engaged, but NOT every worker obeys: " + view.path("workers"));
        }
        return acknowledged ? ExitCodes.DONE : ExitCodes.REFUSED;
      }
    }

    private int stopHere() {
      Latch latch = new Latch(gateway().data().latch());
      String by = "cli:" + System.getProperty("user.name", "unknown");
      Latch.Order order = latch.engage(by, reason, Instant.now());
      String api = tellApi();
      List<WorkerPresence> running = awaitAcknowledgement(order);
      if (json) {
        output.json(json(order, running, api));
      } else {
        output.line("emergency stop engaged: %s".formatted(gateway().data().latch()));
        if (!api.isEmpty()) {
          output.line(
              "the api was not told (%s); workers read the file by themselves".formatted(api));
        }
        running.forEach(
            worker ->
                output.line(
                    "worker %d does NOT obey: kill -9 %d"
                        .formatted(worker.process().pid(), worker.process().pid())));
        if (running.isEmpty()) {
          output.line("every worker obeys or is dead; release with: ratchet emergency-release");
        }
      }
      return running.isEmpty() ? ExitCodes.DONE : ExitCodes.REFUSED;
    }

    /** So that Temporal holds the stop too; returns what went wrong, or nothing. */
    private String tellApi() {
      Optional<Gateway.Endpoint> endpoint = endpoint(gateway());
      if (endpoint.isEmpty()) {
        return "nothing runs";
      }
      try (ApiClient api = new ApiClient(endpoint.get())) {
        api.post("/api/v1/emergency-stop", body().put("reason", reason));
        return "";
      } catch (CommandFailure | ApiRefusal untold) {
        return String.valueOf(untold.getMessage());
      }
    }

    private List<WorkerPresence> awaitAcknowledgement(Latch.Order order) {
      long end = System.nanoTime() + PATIENCE.toNanos();
      List<WorkerPresence> running = running(order);
      while (!running.isEmpty() && System.nanoTime() < end) {
        pause();
        running = running(order);
      }
      return running;
    }

    private List<WorkerPresence> running(Latch.Order order) {
      return WorkerPresence.all(gateway().data().workers()).stream()
          .filter(WorkerPresence::alive)
          .filter(worker -> !order.id().equals(worker.stopped()))
          .toList();
    }

    private static ObjectNode json(
        Latch.Order order, List<WorkerPresence> running, String apiProblem) {
      ObjectNode view = body().put("engaged", true).put("id", order.id()).put("by", order.by());
      view.put("reason", order.reason()).put("at", order.at().toString());
      view.put("acknowledged", running.isEmpty());
      ArrayNode pids = view.putArray("disobeying");
      running.forEach(worker -> pids.add(worker.process().pid()));
      return view.put("api", apiProblem.isEmpty() ? "told" : apiProblem);
    }
  }

  @Command(
      name = "emergency-release",
      description = "Release the emergency stop; runs go on where they were.")
  static final class Release extends ClientCommand {
    @Option(names = "--reason", description = "Why, in one sentence.")
    @Nullable String reason;

    Release(Gateway.Finder finder, Output output) {
      super(finder, output);
    }

    @Override
    int run() {
      Optional<Gateway.Endpoint> endpoint =
          gateway().elsewhere() ? gateway().running() : endpoint(gateway());
      if (endpoint.isEmpty()) {
        return releaseLatchOnly();
      }
      ObjectNode body = body();
      if (reason != null) {
        body.put("reason", reason);
      }
      try (ApiClient api = new ApiClient(endpoint.get())) {
        var view = api.delete("/api/v1/emergency-stop", body);
        boolean engaged = view.path("engaged").asBoolean(true);
        if (json) {
          output.json(view);
        } else {
          output.line(engaged ? "the emergency stop is STILL engaged" : "emergency stop released");
        }
        return engaged ? ExitCodes.REFUSED : ExitCodes.DONE;
      }
    }

    private int releaseLatchOnly() {
      new Latch(gateway().data().latch()).release();
      if (json) {
        output.json(body().put("latch", "released").put("temporal", "unknown"));
      } else {
        output.line(
            "latch released; nothing runs, so if Temporal holds the stop too, start the system"
                + " (ratchet up) and release once more");
      }
      return ExitCodes.DONE;
    }
  }

  /** A stop must not fail because looking for a system did. */
  private static Optional<Gateway.Endpoint> endpoint(Gateway gateway) {
    try {
      return gateway.running();
    } catch (RuntimeException unknown) {
      return Optional.empty();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(130, "interrupted; the stop stays engaged");
    }
  }
}
