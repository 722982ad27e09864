package dev.ratchet.assistant.conversation;

import java.util.Map;

/** What is noted of a stored answer. */
final class Marks {
  static final String DEGRADED = "degraded";

  private Marks() {}

  /**
   * An answer that is not whole.
   *
   * @param reason in one word, for example "stopped"
   */
  static Map<String, String> partial(String reason) {
    return Map.of("partial", "true", "reason", reason);
  }
}
