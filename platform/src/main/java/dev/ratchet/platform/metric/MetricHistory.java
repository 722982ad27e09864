package dev.ratchet.platform.metric;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import redis.clients.jedis.UnifiedJedis;

/**
 * Reads what all processes measured. Thread-safe; methods throw {@link
 * redis.clients.jedis.exceptions.JedisException} while Redis is gone.
 */
public final class MetricHistory {
  /** How far back anything is kept. */
  public static final Duration LONGEST = Duration.ofDays(30);

  private final UnifiedJedis redis;

  public MetricHistory(UnifiedJedis redis) {
    this.redis = redis;
  }

  /**
   * A series over time.
   *
   * @param points what was measured, by the begin of its step; steps without a value are not there
   */
  public record Line(Series series, Duration step, SortedMap<Instant, Histogram> points) {
    /** Everything from a time until before another. */
    public Histogram between(Instant from, Instant to) {
      Histogram all = new Histogram();
      points.subMap(from, to).values().forEach(all::add);
      return all;
    }

    public Histogram all() {
      Histogram all = new Histogram();
      points.values().forEach(all::add);
      return all;
    }
  }

  /** All series that have a value since then, in the order of measures. */
  public List<Line> read(Instant from, Instant to) {
    Resolution resolution = Resolution.reaching(Duration.between(from, to));
    Map<Series, SortedMap<Instant, Histogram>> found = new HashMap<>();
    for (String key : resolution.keys(from, to)) {
      redis.hgetAll(key).forEach((field, value) -> take(found, resolution, from, to, field, value));
    }
    return found.entrySet().stream()
        .map(line -> new Line(line.getKey(), resolution.step(), line.getValue()))
        .sorted(
            Comparator.comparing((Line line) -> line.series().measure())
                .thenComparing(line -> line.series().model())
                .thenComparing(line -> line.series().part()))
        .toList();
  }

  private static void take(
      Map<Series, SortedMap<Instant, Histogram>> found,
      Resolution resolution,
      Instant from,
      Instant to,
      String name,
      String value) {
    Field.of(name)
        .ifPresent(
            field -> {
              Instant begin = resolution.begin(field.step());
              if (begin.plus(resolution.step()).isAfter(from) && begin.isBefore(to)) {
                found
                    .computeIfAbsent(field.series(), fresh -> new TreeMap<>())
                    .computeIfAbsent(begin, fresh -> new Histogram())
                    .add(Histogram.decode(value));
              }
            });
  }
}
