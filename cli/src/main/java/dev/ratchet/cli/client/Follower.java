package dev.ratchet.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ratchet.cli.client.Events.Event;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Follows a run to its end, over lost connections too. Ctrl-C leaves the run going. */
final class Follower {
  /** A restart of the api takes seconds; after this somebody should look. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final String LAST = "run-ended";

  private final ApiClient api;
  private final Output output;
  private final Progress progress;

  Follower(ApiClient api, Output output, boolean json) {
    this.api = api;
    this.output = output;
    this.progress = new Progress(output, json, InstantSource.system());
  }

  /** Returns the run as it ended. */
  JsonNode follow(String runId) {
    AtomicBoolean over = new AtomicBoolean();
    Thread farewell =
        new Thread(
            () -> {
              progress.end();
              output.err().println();
              output
                  .err()
                  .println("the run goes on; follow it again with: ratchet follow " + runId);
              output.err().flush();
            });
    Runtime.getRuntime().addShutdownHook(farewell);
    Thread ticker = Thread.startVirtualThread(() -> tick(over));
    try {
      watch(runId);
      return ended(runId);
    } finally {
      over.set(true);
      ticker.interrupt();
      progress.end();
      remove(farewell);
    }
  }

  private static void remove(Thread farewell) {
    try {
      Runtime.getRuntime().removeShutdownHook(farewell);
    } catch (IllegalStateException goingDown) {
      // Ctrl-C came: the hook runs.
    }
  }

  private void tick(AtomicBoolean over) {
    while (!over.get()) {
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException e) {
        return;
      }
      progress.tick();
    }
  }

  private void watch(String runId) {
    String path = "/api/v1/runs/" + ApiClient.part(runId) + "/events";
    String position = null;
    long lostSince = System.nanoTime();
    while (true) {
      try (Events events = open(path, position)) {
        if (events == null) {
          return;
        }
        Optional<Event> event = events.next();
        while (event.isPresent()) {
          progress.show(event.get());
          if (event.get().type().equals(LAST)) {
            return;
          }
          position = event.get().id() == null ? position : event.get().id();
          lostSince = System.nanoTime();
          event = events.next();
        }
      } catch (IOException lost) {
        giveUpAfter(lostSince, runId);
      } catch (ApiRefusal refusal) {
        if (refusal.status() != 503) {
          throw refusal;
        }
        giveUpAfter(lostSince, runId);
      }
      pause();
    }
  }

  private @Nullable Events open(String path, @Nullable String position) throws IOException {
    InputStream stream = api.stream(path, position);
    return stream == null ? null : new Events(stream);
  }

  private static void giveUpAfter(long lostSince, String runId) {
    if (System.nanoTime() - lostSince > PATIENCE.toNanos()) {
      throw new CommandFailure(
          ExitCodes.UNREACHABLE,
          "the api does not answer any more; the run may go on: ratchet follow " + runId);
    }
  }

  /** The last event comes a moment before the run is over. */
  private JsonNode ended(String runId) {
    String path = "/api/v1/runs/" + ApiClient.part(runId);
    JsonNode run = api.get(path);
    for (int tries = 0; tries < 30 && isOpen(run); tries++) {
      pause();
      run = api.get(path);
    }
    return run;
  }

  static boolean isOpen(JsonNode run) {
    String state = run.path("state").asText();
    return state.equals("RUNNING") || state.equals("PAUSED");
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(130, "interrupted");
    }
  }
}
