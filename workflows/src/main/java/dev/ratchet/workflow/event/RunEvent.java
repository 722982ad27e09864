package dev.ratchet.workflow.event;

import java.time.Instant;
import java.util.Map;

/**
 * One step of a run, for people who follow it.
 *
 * @param id unique within the run, so that a retried announcement is one event
 * @param type "run-started", "stage", "baseline", "analysis", "improvement", "stack", "tests",
 *     "approval-needed", "applied", "verified", "rolled-back", "paused", "resumed", "progress",
 *     "run-ended"
 * @param data small values only; never code, prompts or secrets
 */
public record RunEvent(
    String runId, String id, String type, String message, Instant at, Map<String, String> data) {
  public RunEvent {
    data = Map.copyOf(data);
  }
}
