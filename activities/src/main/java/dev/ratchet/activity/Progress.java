package dev.ratchet.activity;

import java.util.Map;

/** Tells those who wait how a long step goes on, and finds out whether it should. Thread-safe. */
@FunctionalInterface
public interface Progress {
  /** For calls outside a run. */
  Progress NONE = (message, figures) -> {};

  /**
   * To be called at least every five seconds.
   *
   * @param figures small named numbers, for example counts of tests
   * @throws RuntimeException when the step was cancelled or the emergency stop is engaged; the
   *     caller ends what it started and lets it pass
   */
  void report(String message, Map<String, String> figures);
}
