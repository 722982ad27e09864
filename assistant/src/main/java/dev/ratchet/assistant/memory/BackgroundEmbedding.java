package dev.ratchet.assistant.memory;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Makes the vectors that turns lack, on one thread: a question's own vector, which somebody waits
 * for, has the other cores. Thread-safe.
 */
final class BackgroundEmbedding implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BackgroundEmbedding.class);

  private final Embedder embedder;
  private final UserIndexes indexes;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("recall-embedding").factory());
  private final Set<String> users = ConcurrentHashMap.newKeySet();

  BackgroundEmbedding(Embedder embedder, UserIndexes indexes) {
    this.embedder = embedder;
    this.indexes = indexes;
  }

  /** Lets the user's index take in what is new, and makes the vectors of that. Returns at once. */
  void added(String userId) {
    indexes
        .follow(userId)
        .thenAccept(index -> embed(userId, index.withoutVectors(Duration.ZERO)))
        .exceptionally(
            e -> {
              warn("index=behind", e);
              return null;
            });
  }

  /** Makes the vectors of turns that nobody else made in all that time. Returns at once. */
  void abandoned(Duration age) {
    indexes.open().forEach((userId, index) -> embed(userId, index.withoutVectors(age)));
  }

  /** Some turns of a user at a time; those that are left and what was added meanwhile are next. */
  private void embed(String userId, List<String> turnIds) {
    if (turnIds.isEmpty() || thread.isShutdown() || !users.add(userId)) {
      return;
    }
    thread.execute(
        () -> {
          if (done(userId, turnIds)) {
            added(userId);
          } else {
            pause();
          }
        });
  }

  private boolean done(String userId, List<String> turnIds) {
    try {
      embedder.turns(userId, turnIds);
      return true;
    } catch (RuntimeException e) {
      warn("embedding=failed", e);
      return false;
    } finally {
      users.remove(userId);
    }
  }

  /** A later tick tries again, which would be at once. */
  private static void pause() {
    try {
      TimeUnit.SECONDS.sleep(1);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  /** What fails as everything ends, or while Redis is gone, is made up for by a later tick. */
  private void warn(String what, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (!thread.isShutdown() && !(cause instanceof JedisException)) {
      LOG.warn("{} error={}", what, failure.toString());
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
