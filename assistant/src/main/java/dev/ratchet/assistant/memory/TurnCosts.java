package dev.ratchet.assistant.memory;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToIntFunction;

/**
 * What turns cost in tokens, counted once: a turn does not change, and counting the same ones for
 * each question would be most of the work on it. Thread-safe.
 */
final class TurnCosts {
  /** Some two megabytes. */
  private static final int MOST = 20_000;

  /** A turn that was deleted and said again has another sequence. */
  private record Key(String userId, String turnId, long sequence, boolean blocked) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Key, Integer> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Integer> eldest) {
          return size() > MOST;
        }
      };

  int of(String userId, StoredTurn stored, ToIntFunction<StoredTurn> counting) {
    Key key = new Key(userId, stored.id(), stored.sequence(), stored.blocked());
    lock.lock();
    try {
      Integer cost = known.get(key);
      if (cost != null) {
        return cost;
      }
    } finally {
      lock.unlock();
    }
    int counted = counting.applyAsInt(stored);
    lock.lock();
    try {
      known.put(key, counted);
    } finally {
      lock.unlock();
    }
    return counted;
  }
}
