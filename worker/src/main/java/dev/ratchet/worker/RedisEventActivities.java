package dev.ratchet.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ratchet.platform.event.RunEvents;
import dev.ratchet.workflow.Payloads;
import dev.ratchet.workflow.event.EventActivities;
import dev.ratchet.workflow.event.RunEvent;

/** Announces events in the run's Redis stream. */
final class RedisEventActivities implements EventActivities {
  private static final ObjectMapper JSON = Payloads.mapper();

  private final RunEvents events;

  RedisEventActivities(RunEvents events) {
    this.events = events;
  }

  @Override
  public void announce(RunEvent event) {
    try {
      events.append(event.runId(), event.id(), JSON.writeValueAsString(event));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an event is always JSON", e);
    }
  }
}
