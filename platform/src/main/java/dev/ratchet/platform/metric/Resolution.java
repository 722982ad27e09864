package dev.ratchet.platform.metric;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How finely values are kept, and for how long. One Redis hash holds a page of time; a field of it
 * is what one process measured of one series in one step.
 */
enum Resolution {
  /** For the last two days. */
  FINE("5m", Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofHours(49)),
  /** For the last thirty. */
  COARSE("1h", Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(31));

  /** All pages in one slot of a cluster: together they are small. */
  private static final String KEYS = "ratchet:{metrics}:";

  private final String label;
  private final Duration step;
  private final Duration page;
  private final Duration kept;

  Resolution(String label, Duration step, Duration page, Duration kept) {
    this.label = label;
    this.step = step;
    this.page = page;
    this.kept = kept;
  }

  /** The finest that reaches back so far. */
  static Resolution reaching(Duration back) {
    return back.compareTo(Duration.ofDays(2)) <= 0 ? FINE : COARSE;
  }

  Duration step() {
    return step;
  }

  Duration kept() {
    return kept;
  }

  long stepOf(Instant time) {
    return Math.floorDiv(time.getEpochSecond(), step.toSeconds());
  }

  Instant begin(long number) {
    return Instant.ofEpochSecond(number * step.toSeconds());
  }

  String key(long number) {
    return key(begin(number));
  }

  /** What the keys of its pages begin with. */
  String prefix() {
    return KEYS + label + ":";
  }

  private String key(Instant time) {
    return prefix() + Math.floorDiv(time.getEpochSecond(), page.toSeconds());
  }

  /** Of all pages that may hold something of the time between. */
  List<String> keys(Instant from, Instant to) {
    List<String> keys = new ArrayList<>();
    for (Instant time = from; time.isBefore(to.plus(page)); time = time.plus(page)) {
      keys.add(key(time));
    }
    return keys.stream().distinct().toList();
  }
}
