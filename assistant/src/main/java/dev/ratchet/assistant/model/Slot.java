package dev.ratchet.assistant.model;

import java.time.Duration;

/** The right to have the model server work on one request. Thread-safe. */
public interface Slot extends AutoCloseable {
  /**
   * Fencing token of the lease that the slot is part of: it grows each time that a process takes a
   * lease anew, so that a write with a smaller one than was seen before comes from a process that
   * was thought dead.
   */
  long token();

  /** How long it was waited for. */
  Duration waited();

  /** Gives it back; nothing happens the second time. */
  @Override
  void close();
}
