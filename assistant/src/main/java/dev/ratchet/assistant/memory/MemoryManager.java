package dev.ratchet.assistant.memory;

import java.util.List;

/**
 * Finds what a user said or heard before. Redis holds it; FAISS and Lucene are indexes of it, one
 * pair a user, rebuilt when they are gone. Thread-safe.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class MemoryManager implements Recall, AutoCloseable {
  @Override
  public List<Recalled> recall(String userId, String query, RecallFilter filter, int most) {
    throw new UnsupportedOperationException();
  }

  /** The memories themselves, newest first. */
  public List<Recalled> list(String userId, RecallFilter filter, int offset, int limit) {
    throw new UnsupportedOperationException();
  }

  /** Removes a turn from Redis, indexes and caches. Returns whether it was there. */
  public boolean delete(String userId, String turnId) {
    throw new UnsupportedOperationException();
  }

  /** Takes what is no longer in Redis out of this process's indexes of the user. */
  public void removed(String userId) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
