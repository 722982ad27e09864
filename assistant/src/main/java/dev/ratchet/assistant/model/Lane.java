package dev.ratchet.assistant.model;

/** Who waits for the model; an earlier lane goes first. */
public enum Lane {
  CHAT,
  BACKGROUND,
  IMPROVEMENT
}
