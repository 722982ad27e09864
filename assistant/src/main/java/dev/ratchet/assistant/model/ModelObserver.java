package dev.ratchet.assistant.model;

/** Hears of each generation once, when it has ended. Thread-safe; quick, for a reader waits. */
public interface ModelObserver {
  void generated(Generated generated);
}
