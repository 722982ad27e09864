package dev.ratchet.assistant.model;

import java.time.Duration;

/** How long a request keeps a slot, as a moving mean: the newest fifth, the older ones less. */
final class Durations {
  /** A short answer of a small local model: what is said before anything was measured. */
  private static final Duration AT_FIRST = Duration.ofSeconds(10);

  private static final double NEWEST = 0.2;
  private static final Duration SHORTEST_RETRY = Duration.ofSeconds(1);
  private static final Duration LONGEST_RETRY = Duration.ofMinutes(5);

  private double meanNanos = -1;

  synchronized void add(long nanos) {
    meanNanos = meanNanos < 0 ? nanos : meanNanos + NEWEST * (nanos - meanNanos);
  }

  private synchronized double mean() {
    return meanNanos < 0 ? AT_FIRST.toNanos() : meanNanos;
  }

  /** Until it is the turn of the one at that position. */
  Duration until(int position, int slots) {
    return Duration.ofNanos((long) (mean() * position / Math.max(1, slots)));
  }

  /** When to ask again, in whole seconds: when half of those who wait now have gone. */
  Duration retryAfter(int waiting, int slots) {
    long seconds = Math.ceilDiv(until(waiting, slots).toMillis(), 2_000L);
    return Duration.ofSeconds(
        Math.clamp(seconds, SHORTEST_RETRY.toSeconds(), LONGEST_RETRY.toSeconds()));
  }
}
