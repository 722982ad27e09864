package dev.ratchet.assistant.model;

import java.time.Duration;

/**
 * Hears of one generation: from one thread at a time, in order, and of exactly one of {@code
 * completed} and {@code failed}, last. It may block for a moment: the model then waits.
 */
public interface GenerationListener {
  /**
   * It waits for a slot; told again when the position changes.
   *
   * @param position 1 for the next
   */
  default void queued(int position, Duration expectedWait) {}

  /** The model server has the request. */
  default void started() {}

  /** A piece of the answer, without Harmony markers and thoughts. */
  void text(String piece);

  /** A piece of what the model thought. */
  default void reasoning(String piece) {}

  void completed(Completion completion);

  /**
   * @param partial whether text was passed on before
   */
  void failed(ModelFailure failure, boolean partial);
}
