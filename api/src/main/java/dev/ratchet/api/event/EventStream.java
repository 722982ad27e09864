package dev.ratchet.api.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ratchet.api.http.ApiLimits;
import dev.ratchet.api.http.Call;
import dev.ratchet.api.http.ProblemException;
import dev.ratchet.api.http.Route;
import dev.ratchet.api.run.RunReader;
import dev.ratchet.domain.Principal.Role;
import dev.ratchet.platform.event.RunEvents;
import dev.ratchet.platform.event.RunEvents.Entry;
import dev.ratchet.platform.metric.Metrics;
import dev.ratchet.workflow.Payloads;
import dev.ratchet.workflow.event.RunEvent;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Sends a run's events as they come, each with its position as id, so that a client that lost the
 * connection goes on after the last one it saw. A stream ends after the event "run-ended". Reads
 * Redis in short steps rather than blocking in it: no follower holds a connection, and one that is
 * gone for a minute only delays. Thread-safe.
 */
public final class EventStream implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EventStream.class);

  private static final Duration STEP = Duration.ofMillis(200);

  /** Below the idle limits of usual proxies; also how soon a follower that left is noticed. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);

  private static final int BATCH = 500;
  private static final String LAST = "run-ended";
  private static final ObjectMapper JSON = Payloads.mapper();

  private final RunEvents events;
  private final RunReader reader;
  private final Semaphore free = new Semaphore(ApiLimits.STREAMS);
  private volatile boolean closing;

  public EventStream(RunEvents events, RunReader reader, Metrics metrics) {
    this.events = events;
    this.reader = reader;
    metrics.gauge(
        "ratchet.api.streams",
        "People and programs that follow a run.",
        () -> ApiLimits.STREAMS - free.availablePermits());
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/runs/{id}/events", "followRun")
            .says("runs", "The events of a run as server-sent events, from the first one on")
            .needs(Role.ADMIN)
            .header("Last-Event-ID", "Go on after the event with this id")
            .answers(200, "text/event-stream", "Events, until the run has ended")
            .problems(404)
            .does(this::follow));
  }

  private void follow(Call call) throws IOException {
    String runId = call.id("id");
    String position = call.header("Last-Event-ID").orElse(RunEvents.START);
    if (!RunEvents.isPosition(position)) {
      throw ProblemException.badRequest(
          "Last-Event-ID must be the id of an event of this run, like 1764000000000-0");
    }
    Optional<Entry> last = events.last(runId);
    if (last.isEmpty() && reader.open(runId).isEmpty()) {
      throw ProblemException.notFound("no-such-run", "there is no run '%s'".formatted(runId));
    }
    if (last.filter(entry -> entry.position().equals(position) && isLast(entry)).isPresent()) {
      // Tells an EventSource that there is nothing to connect again for.
      call.ctx().status(204);
      return;
    }
    if (!free.tryAcquire()) {
      throw ProblemException.unavailable(
          "too-many-streams",
          "%d followers are the most at a time: try again later".formatted(ApiLimits.STREAMS));
    }
    try {
      send(call, runId, position);
    } finally {
      free.release();
    }
  }

  private void send(Call call, String runId, String start) throws IOException {
    var response = call.ctx().res();
    response.setStatus(200);
    response.setContentType("text/event-stream");
    response.setCharacterEncoding("utf-8");
    response.setHeader("X-Accel-Buffering", "no");
    ServletOutputStream out = response.getOutputStream();
    try {
      write(out, "retry: 1000\n\n");
      stream(out, runId, start);
    } catch (IOException gone) {
      log.debug("run={} follower=gone", runId);
    }
  }

  private void stream(ServletOutputStream out, String runId, String start) throws IOException {
    String position = start;
    long lastWrite = System.nanoTime();
    while (!closing) {
      List<Entry> batch = read(runId, position);
      for (Entry entry : batch) {
        write(out, frame(entry));
        if (isLast(entry)) {
          return;
        }
        position = entry.position();
        lastWrite = System.nanoTime();
      }
      if (batch.isEmpty()) {
        if (System.nanoTime() - lastWrite > HEARTBEAT.toNanos()) {
          write(out, ": still here\n\n");
          lastWrite = System.nanoTime();
          if (endedUnannounced(runId, position)) {
            write(out, frame(runId));
            return;
          }
        }
        pause();
      }
    }
  }

  private List<Entry> read(String runId, String position) {
    try {
      return events.read(runId, position, BATCH);
    } catch (JedisException gone) {
      log.debug("run={} redis=away", runId);
      return List.of();
    }
  }

  /** A run's last announcement may have been lost with Redis; its follower must not wait on. */
  private boolean endedUnannounced(String runId, String position) {
    try {
      return !reader.open(runId).orElse(false) && events.read(runId, position, 1).isEmpty();
    } catch (RuntimeException unknown) {
      return false;
    }
  }

  private static String frame(Entry entry) {
    return "id: %s\nevent: %s\ndata: %s\n\n"
        .formatted(entry.position(), type(entry), entry.json().replace('\n', ' '));
  }

  private static String frame(String runId) throws JsonProcessingException {
    RunEvent ended =
        new RunEvent(runId, "ended-unannounced", LAST, "the run ended", Instant.now(), Map.of());
    return "event: %s\ndata: %s\n\n".formatted(LAST, JSON.writeValueAsString(ended));
  }

  private static boolean isLast(Entry entry) {
    return type(entry).equals(LAST);
  }

  private static String type(Entry entry) {
    try {
      String type = JSON.readTree(entry.json()).path("type").asText("message");
      return type.matches("[a-z-]{1,40}") ? type : "message";
    } catch (JsonProcessingException damaged) {
      return "message";
    }
  }

  private static void write(ServletOutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private void pause() {
    try {
      Thread.sleep(STEP);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closing = true;
    }
  }

  /** Ends all streams within a step; their clients come back to another server. */
  @Override
  public void close() {
    closing = true;
  }
}
