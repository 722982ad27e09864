package dev.ratchet.assistant.safety.text;

/**
 * One way to read a text.
 *
 * @param encoding how it was encoded, for example "base64"; empty for the text as it stands
 */
public record View(String text, Words words, String encoding) {
  public static View plain(String raw) {
    return of(raw, "");
  }

  static View of(String raw, String encoding) {
    String text = Normaliser.normalise(raw);
    return new View(text, Words.of(text), encoding);
  }

  /** Whether the text itself is not readable as it stands. */
  public boolean encoded() {
    return !encoding.isEmpty();
  }
}
