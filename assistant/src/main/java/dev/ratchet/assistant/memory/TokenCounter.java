package dev.ratchet.assistant.memory;

/** Counts tokens; never fewer than the model will, as far as that can be known. Thread-safe. */
@FunctionalInterface
public interface TokenCounter {
  /**
   * What a chat template puts around a message: "&lt;|im_start|>role\n … &lt;|im_end|>\n" are five
   * tokens, Harmony's markers with a channel six.
   */
  int PER_MESSAGE = 6;

  /** What a template puts before the answer. */
  int BEFORE_ANSWER = 8;

  int count(String text);

  /** With what the template puts around it. */
  default int message(String text) {
    return count(text) + PER_MESSAGE;
  }
}
