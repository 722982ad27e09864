package dev.ratchet.assistant.memory;

/** Has a model write a summary. */
@FunctionalInterface
public interface Summarizer {
  /**
   * Blocks until there is one.
   *
   * @param prompt all that the model needs, what was said fenced as data
   * @throws RuntimeException when there is none; the turns stay as they are
   */
  String summarize(String prompt);
}
