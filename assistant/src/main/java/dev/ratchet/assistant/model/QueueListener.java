package dev.ratchet.assistant.model;

import java.time.Duration;

/**
 * Hears how it goes in the queue: from one thread at a time, and of exactly one of {@code admitted}
 * and {@code refused}, last; of neither when the ticket was cancelled before.
 */
public interface QueueListener {
  /**
   * Told when the position changes, on a virtual thread of the queue.
   *
   * @param position 1 for the next, over all processes, estimated
   */
  default void waiting(int position, Duration expectedWait) {}

  /**
   * It is its turn. On the thread that called {@link ModelSlots#enter}, before that returns, when a
   * slot was free; else on a virtual thread of its own.
   *
   * @param slot to be closed when the model server is done
   */
  void admitted(Slot slot);

  /** It cannot wait: on the thread that called {@link ModelSlots#enter}, or when all is closed. */
  void refused(ModelFailure failure);
}
