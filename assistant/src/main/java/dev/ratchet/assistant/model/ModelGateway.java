package dev.ratchet.assistant.model;

import dev.langchain4j.model.chat.request.ChatRequest;

/**
 * Answers through the model server: waits for a slot, tries again before the first token, cleans
 * what comes. Thread-safe.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class ModelGateway implements AutoCloseable {
  /**
   * Starts a generation and returns at once.
   *
   * @param request parameters that it leaves out are the configuration's
   * @param user in whose turn it waits
   */
  public Generation generate(
      ChatRequest request, Lane lane, String user, GenerationListener listener) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
