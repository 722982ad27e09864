package dev.ratchet.platform.metric;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The steps that this process is in, and those that are not yet in Redis. A step is written anew
 * whenever it has grown, over what was written of it before. Not thread-safe.
 */
final class Pages {
  /** Of one process; what comes beyond is kept together under "other". */
  static final int MOST_SERIES = 64;

  /**
   * Of one page, over all processes: some 130 to 250 bytes each, so at most 1.5 MB. The 81 pages
   * that are kept stay below 125 MB whatever happens; two processes with 12 series each take 5 MB.
   */
  static final int MOST_FIELDS = 6_000;

  /** Steps that wait for Redis: some hours of an outage. */
  private static final int MOST_WAITING = 4_000;

  private static final Logger log = LoggerFactory.getLogger(Pages.class);

  private final UnifiedJedis redis;
  private final String process;
  private final Map<Series, Map<Resolution, Step>> present = new HashMap<>();
  private final Map<String, Map<String, String>> waiting = new LinkedHashMap<>();
  private final AtomicLong dropped = new AtomicLong();

  Pages(UnifiedJedis redis, String process) {
    this.redis = redis;
    this.process = process;
  }

  /** What one series had in one step so far. */
  private static final class Step {
    private final long number;
    private final Histogram values = new Histogram();
    private boolean grown;

    Step(long number) {
      this.number = number;
    }
  }

  long dropped() {
    return dropped.get();
  }

  /** Returns the series that it counts for. */
  Series add(Series series, double value, Instant at) {
    Series kept =
        present.containsKey(series) || present.size() < MOST_SERIES ? series : series.together();
    Map<Resolution, Step> steps = present.computeIfAbsent(kept, fresh -> new HashMap<>());
    for (Resolution resolution : Resolution.values()) {
      long number = resolution.stepOf(at);
      Step step = steps.get(resolution);
      if (step == null || step.number != number) {
        if (step != null) {
          put(kept, resolution, step);
        }
        step = new Step(number);
        steps.put(resolution, step);
      }
      step.values.add(value);
      step.grown = true;
    }
    return kept;
  }

  private void put(Series series, Resolution resolution, Step step) {
    if (step.grown) {
      String field = new Field(series, step.number, process).text();
      waiting
          .computeIfAbsent(resolution.key(step.number), key -> new LinkedHashMap<>())
          .put(field, step.values.encode());
      step.grown = false;
    }
  }

  /** Writes what has grown; what Redis does not take now waits for the next time. */
  void flush() {
    present.forEach(
        (series, steps) -> steps.forEach((resolution, step) -> put(series, resolution, step)));
    Iterator<Map.Entry<String, Map<String, String>>> pages = waiting.entrySet().iterator();
    try {
      while (pages.hasNext()) {
        Map.Entry<String, Map<String, String>> page = pages.next();
        write(page.getKey(), page.getValue());
        pages.remove();
      }
    } catch (JedisException gone) {
      log.debug("metrics=waiting cause={}", gone.toString());
      forget();
    }
  }

  private void write(String key, Map<String, String> fields) {
    if (redis.hlen(key) >= MOST_FIELDS) {
      // Those that are there already may still grow.
      int before = fields.size();
      fields.keySet().removeIf(field -> !redis.hexists(key, field));
      dropped.addAndGet(before - fields.size());
    }
    if (!fields.isEmpty()) {
      redis.hset(key, fields);
      redis.expire(key, kept(key).toSeconds());
    }
  }

  private static Duration kept(String key) {
    return key.startsWith(Resolution.FINE.prefix())
        ? Resolution.FINE.kept()
        : Resolution.COARSE.kept();
  }

  private void forget() {
    Iterator<Map<String, String>> oldest = waiting.values().iterator();
    int steps = waiting.values().stream().mapToInt(Map::size).sum();
    while (steps > MOST_WAITING && oldest.hasNext()) {
      int size = oldest.next().size();
      oldest.remove();
      steps -= size;
      dropped.addAndGet(size);
    }
  }
}
