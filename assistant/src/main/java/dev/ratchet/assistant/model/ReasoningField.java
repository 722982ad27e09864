package dev.ratchet.assistant.model;

/**
 * The field that holds what a model thought: LangChain4j knows it as "reasoning_content", LM Studio
 * and Ollama also call it "reasoning".
 */
final class ReasoningField {
  private static final String OTHER = "\"reasoning\":";
  private static final String KNOWN = "\"reasoning_content\":";

  private ReasoningField() {}

  /** The chunk with the field named as LangChain4j knows it. */
  static String named(String chunk) {
    // Inside of a JSON string the quotes would be escaped, so this matches names only.
    return chunk.contains(OTHER) && !chunk.contains(KNOWN) ? chunk.replace(OTHER, KNOWN) : chunk;
  }
}
