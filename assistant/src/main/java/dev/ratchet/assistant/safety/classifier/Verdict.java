package dev.ratchet.assistant.safety.classifier;

/**
 * What a classifier says of one reading of a text.
 *
 * @param embedded whether the lexical score alone did not decide
 */
public record Verdict(Level level, boolean embedded) {
  /** How sure it is. */
  public enum Level {
    HARMLESS,
    SUSPICIOUS,
    ATTACK
  }
}
