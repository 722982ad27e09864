package dev.ratchet.assistant.safety;

/** What becomes of a rule's findings. */
public enum Mode {
  BLOCK,
  FLAG,
  OFF
}
