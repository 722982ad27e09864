package dev.ratchet.assistant.memory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Narrows a search; null narrows nothing.
 *
 * @param from the first moment
 * @param until the moment after the last
 */
public record RecallFilter(
    @Nullable String sessionId, @Nullable Instant from, @Nullable Instant until) {
  public static final RecallFilter ALL = new RecallFilter(null, null, null);

  boolean fits(String session, long atMillis) {
    return (sessionId == null || sessionId.equals(session))
        && atMillis >= fromMillis()
        && atMillis < untilMillis();
  }

  /** A moment that no clock shows is as good as none. */
  long fromMillis() {
    return from == null ? Long.MIN_VALUE : millis(from);
  }

  long untilMillis() {
    return until == null ? Long.MAX_VALUE : millis(until);
  }

  private static long millis(Instant moment) {
    try {
      return moment.toEpochMilli();
    } catch (ArithmeticException beyond) {
      return moment.isAfter(Instant.EPOCH) ? Long.MAX_VALUE : Long.MIN_VALUE + 1;
    }
  }
}
