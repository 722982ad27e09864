package dev.ratchet.assistant.memory;

import java.util.List;

/** Finds what a user said or heard before. Thread-safe. */
public interface Recall {
  /** Remembers nothing. */
  Recall NONE = (userId, query, filter, most) -> List.of();

  /** What fits best first; nothing that the filter blocked. */
  List<Recalled> recall(String userId, String query, RecallFilter filter, int most);

  /** Hears that a turn of the user was stored. Returns at once. */
  default void added(String userId) {}
}
