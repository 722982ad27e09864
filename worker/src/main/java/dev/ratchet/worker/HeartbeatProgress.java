package dev.ratchet.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ratchet.activity.Progress;
import dev.ratchet.platform.event.RunEvents;
import dev.ratchet.workflow.Payloads;
import dev.ratchet.workflow.event.RunEvent;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisException;

/**
 * An activity's progress: a heartbeat to Temporal, through which a cancellation comes back, and an
 * event for people.
 */
final class HeartbeatProgress implements Progress {
  private static final Logger log = LoggerFactory.getLogger(HeartbeatProgress.class);
  private static final ObjectMapper JSON = Payloads.mapper();

  private final ActivityExecutionContext context;
  private final EmergencyGuard guard;
  private final RunEvents events;
  private String told = "";

  private HeartbeatProgress(
      ActivityExecutionContext context, EmergencyGuard guard, RunEvents events) {
    this.context = context;
    this.guard = guard;
    this.events = events;
  }

  /** For the activity that runs in the calling thread. */
  static Progress ofThisActivity(EmergencyGuard guard, RunEvents events) {
    return new HeartbeatProgress(Activity.getExecutionContext(), guard, events);
  }

  @Override
  public synchronized void report(String message, Map<String, String> figures) {
    guard.proceed();
    context.heartbeat(message);
    String now = message + figures;
    boolean worthTelling = !message.isBlank() || !figures.isEmpty();
    if (worthTelling && !now.equals(told)) {
      told = now;
      tell(message, figures);
    }
  }

  private void tell(String message, Map<String, String> figures) {
    String run = Objects.requireNonNull(context.getInfo().getWorkflowId());
    RunEvent event =
        new RunEvent(
            runId(run), UUID.randomUUID().toString(), "progress", message, Instant.now(), figures);
    try {
      events.append(event.runId(), event.id(), JSON.writeValueAsString(event));
    } catch (JedisException gone) {
      log.debug("event=untold cause={}", gone.toString());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an event is always JSON", e);
    }
  }

  /** An improvement's workflow is named after its run, with "-NN" behind it. */
  static String runId(String workflowId) {
    return workflowId.matches(".+-\\d+-\\d{2,}")
        ? workflowId.substring(0, workflowId.lastIndexOf('-'))
        : workflowId;
  }
}
