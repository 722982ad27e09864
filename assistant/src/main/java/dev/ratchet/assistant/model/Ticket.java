package dev.ratchet.assistant.model;

/** A place in the queue for the model. Thread-safe. */
public interface Ticket {
  /**
   * Leaves the queue.
   *
   * @return whether it still waited, once: then its listener hears no more; else it was admitted or
   *     refused, and a slot is the listener's to close
   */
  boolean cancel();
}
