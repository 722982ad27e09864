package dev.ratchet.assistant.model;

/** A generation under way. Thread-safe. */
public interface Generation {
  /** Ends the call of the model at once; the listener hears {@code failed} with CANCELLED. */
  void cancel();
}
