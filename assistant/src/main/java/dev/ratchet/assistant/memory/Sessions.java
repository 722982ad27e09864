package dev.ratchet.assistant.memory;

import dev.ratchet.domain.ConversationSession;
import dev.ratchet.domain.Message;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of users, in Redis. What is another user's is not there: every method names the user
 * whose partition it looks into. Thread-safe.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Sessions {
  /** Makes a session; an empty title is replaced by the first question's beginning. */
  public ConversationSession create(String userId, String title) {
    throw new UnsupportedOperationException();
  }

  /** Without its messages. */
  public Optional<ConversationSession> find(String userId, String sessionId) {
    throw new UnsupportedOperationException();
  }

  /** The most recently active first, without their messages. */
  public List<ConversationSession> list(String userId, int offset, int limit) {
    throw new UnsupportedOperationException();
  }

  /** Returns whether there was such a session. */
  public boolean rename(String userId, String sessionId, String title) {
    throw new UnsupportedOperationException();
  }

  /** Removes what was said, everywhere; the session stays. */
  public boolean clear(String userId, String sessionId) {
    throw new UnsupportedOperationException();
  }

  /** Removes the session and all that was said in it: from Redis, indexes and caches. */
  public boolean delete(String userId, String sessionId) {
    throw new UnsupportedOperationException();
  }

  /**
   * A page of messages, oldest first.
   *
   * @param before id of a message that the page ends before; null for the last page
   */
  public List<Message> history(
      String userId, String sessionId, @Nullable String before, int limit) {
    throw new UnsupportedOperationException();
  }
}
