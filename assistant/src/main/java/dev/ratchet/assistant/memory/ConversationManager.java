package dev.ratchet.assistant.memory;

import java.util.Optional;

/** Keeps conversations within what a model can read. Thread-safe. */
@SuppressWarnings("DoNotCallSuggester")
public final class ConversationManager {
  /**
   * Stores a turn once; returns when Redis has it.
   *
   * @return the turn that is stored under this id: an earlier one when it was there already
   */
  public Turn addTurn(String userId, String sessionId, Turn turn) {
    throw new UnsupportedOperationException();
  }

  /** The turn that was stored under this id. */
  public Optional<Turn> turn(String userId, String sessionId, String turnId) {
    throw new UnsupportedOperationException();
  }

  /**
   * System prompt, running summary, recalled memories, recent turns and the question; pairs are
   * never cut.
   *
   * @param maxTokens for all of it; the question and the system prompt must fit
   * @throws IllegalArgumentException when they do not
   */
  public Context getContext(
      String userId, String sessionId, String systemPrompt, String question, int maxTokens) {
    throw new UnsupportedOperationException();
  }
}
