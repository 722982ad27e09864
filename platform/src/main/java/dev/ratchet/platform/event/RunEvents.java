package dev.ratchet.platform.event;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import redis.clients.jedis.UnifiedJedis;

/**
 * The events of each run, in order, in one Redis stream per run. A run keeps its latest {@link
 * #MOST_EVENTS}, and all of them for {@link #RETENTION} after the last. Thread-safe; methods throw
 * {@link redis.clients.jedis.exceptions.JedisException} while Redis is gone.
 */
public final class RunEvents {
  /** Some forty per improvement of the largest run that a budget allows. */
  public static final int MOST_EVENTS = 10_000;

  /** As long as Temporal keeps a run. */
  public static final Duration RETENTION = Duration.ofDays(90);

  /** Before the first event of every run. */
  public static final String START = "0-0";

  private static final Pattern POSITION = Pattern.compile("\\d{1,18}-\\d{1,18}");

  /**
   * Appends only an id that it does not know: a worker that retries an announcement makes one event
   * of it. The known ids are dropped at twice the length of the stream, so that they stay bounded.
   */
  private static final String APPEND =
      """
      local known = redis.call('HGET', KEYS[2], ARGV[1])
      if known then return known end
      if redis.call('HLEN', KEYS[2]) >= 2 * tonumber(ARGV[3]) then redis.call('DEL', KEYS[2]) end
      local position = redis.call('XADD', KEYS[1], 'MAXLEN', ARGV[3], '*', 'id', ARGV[1], 'json', ARGV[2])
      redis.call('HSET', KEYS[2], ARGV[1], position)
      redis.call('EXPIRE', KEYS[1], ARGV[4])
      redis.call('EXPIRE', KEYS[2], ARGV[4])
      return position
      """;

  private final UnifiedJedis redis;

  public RunEvents(UnifiedJedis redis) {
    this.redis = redis;
  }

  /**
   * An event as it lies in the stream.
   *
   * @param position where it is; read on from there
   * @param id given by who appended it
   */
  public record Entry(String position, String id, String json) {}

  /**
   * Appends, or finds the event with the same id.
   *
   * @return its position
   */
  public String append(String runId, String eventId, String json) {
    Object position =
        redis.eval(
            APPEND,
            List.of(stream(runId), ids(runId)),
            List.of(
                eventId,
                json,
                Integer.toString(MOST_EVENTS),
                Long.toString(RETENTION.toSeconds())));
    return position.toString();
  }

  /**
   * The events after a position, oldest first.
   *
   * @throws IllegalArgumentException when the position is none
   */
  public List<Entry> read(String runId, String after, int most) {
    if (!isPosition(after)) {
      throw new IllegalArgumentException(
          "a position in a run's events looks like 1764000000000-0, was " + after);
    }
    return redis.xrange(stream(runId), "(" + after, "+", most).stream()
        .map(
            entry ->
                new Entry(
                    entry.getID().toString(),
                    entry.getFields().getOrDefault("id", ""),
                    entry.getFields().getOrDefault("json", "{}")))
        .toList();
  }

  /** The latest event of a run. */
  public Optional<Entry> last(String runId) {
    return redis.xrevrange(stream(runId), "+", "-", 1).stream()
        .map(
            entry ->
                new Entry(
                    entry.getID().toString(),
                    entry.getFields().getOrDefault("id", ""),
                    entry.getFields().getOrDefault("json", "{}")))
        .findFirst();
  }

  public static boolean isPosition(String text) {
    return POSITION.matcher(text).matches();
  }

  private static String stream(String runId) {
    return "ratchet:{run:" + runId + "}:events";
  }

  private static String ids(String runId) {
    return "ratchet:{run:" + runId + "}:event-ids";
  }
}
