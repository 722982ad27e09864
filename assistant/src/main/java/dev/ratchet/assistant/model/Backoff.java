package dev.ratchet.assistant.model;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: twice as long each time, and a random part of it, so that
 * all who failed together do not come back together.
 */
final class Backoff {
  private static final Duration FIRST = Duration.ofMillis(500);

  /** A person who waits would rather be told than wait longer than this. */
  static final Duration LONGEST = Duration.ofSeconds(10);

  private final RandomGenerator random;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  /**
   * @param failed tries so far, from 1
   * @param asked what the server asked for, which is at least waited
   */
  Duration before(int failed, Duration asked) {
    long most = Math.min(FIRST.toMillis() << Math.min(failed - 1, 10), LONGEST.toMillis());
    Duration wait = Duration.ofMillis(most / 2 + random.nextLong(most / 2 + 1));
    return wait.compareTo(asked) > 0 ? wait : asked;
  }
}
