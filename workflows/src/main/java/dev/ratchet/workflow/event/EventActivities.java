package dev.ratchet.workflow.event;

import io.temporal.activity.ActivityInterface;

/** Tells those who follow a run. */
@ActivityInterface
public interface EventActivities {
  /**
   * Appends to the run's event stream; an event with the same id is appended once. Gives up without
   * failing when the stream cannot be reached.
   */
  void announce(RunEvent event);
}
