package dev.ratchet.assistant.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/** Waits for a Redis that is being started again. */
final class Patience {
  /** A supervised Redis is back after a second or two, with a large file after some more. */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private static final Duration PAUSE = Duration.ofMillis(100);

  private Patience() {}

  /** Runs what may be run twice, until it succeeds or the patience is at its end. */
  static <T> T retry(Supplier<T> action) {
    Instant end = Instant.now().plus(LONGEST);
    while (true) {
      try {
        return action.get();
      } catch (JedisException e) {
        if (!passes(e) || Instant.now().isAfter(end)) {
          throw e;
        }
        pause(e);
      }
    }
  }

  /** The pool finds no connection that answers while Redis reads its file. */
  private static boolean passes(JedisException failure) {
    return failure instanceof JedisConnectionException
        || failure.getCause() instanceof NoSuchElementException
        || String.valueOf(failure.getMessage()).startsWith("LOADING");
  }

  private static void pause(RuntimeException failure) {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure;
    }
  }
}
