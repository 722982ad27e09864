package dev.ratchet.assistant.safety.rule;

/**
 * What a rule found.
 *
 * @param reason in one sentence that does not repeat the text
 */
public record Suspicion(Strength strength, String reason) {
  /** How sure a rule is: what is only possible is flagged where the sure is blocked. */
  public enum Strength {
    POSSIBLE,
    SURE
  }

  static Suspicion sure(String reason) {
    return new Suspicion(Strength.SURE, reason);
  }

  static Suspicion possible(String reason) {
    return new Suspicion(Strength.POSSIBLE, reason);
  }

  public boolean isSure() {
    return strength == Strength.SURE;
  }
}
