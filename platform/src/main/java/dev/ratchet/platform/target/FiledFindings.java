package dev.ratchet.platform.target;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ratchet.domain.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import redis.clients.jedis.UnifiedJedis;

/**
 * Findings that something else than an analysis of code filed against a target; the target's next
 * runs list them. A finding that is not filed again goes after {@link #KEPT}. Thread-safe; methods
 * throw {@link redis.clients.jedis.exceptions.JedisException} while Redis is gone.
 */
public final class FiledFindings {
  /** A week without a word of it, and it is over. */
  public static final Duration KEPT = Duration.ofDays(7);

  /** More than there are series. */
  private static final int MOST = 200;

  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private final UnifiedJedis redis;

  public FiledFindings(UnifiedJedis redis) {
    this.redis = redis;
  }

  private record Entry(long at, Finding finding) {}

  /** Files it, or renews what is filed under its id; nothing happens when there are too many. */
  public void file(String target, Finding finding, Instant at) {
    String key = key(target);
    if (redis.hlen(key) < MOST || redis.hexists(key, finding.id())) {
      redis.hset(key, finding.id(), write(new Entry(at.getEpochSecond(), finding)));
      redis.expire(key, KEPT.toSeconds());
    }
  }

  /** What is filed and not over, by id. */
  public List<Finding> of(String target, Instant now) {
    long oldest = now.minus(KEPT).getEpochSecond();
    List<Entry> entries = redis.hgetAll(key(target)).values().stream().map(this::read).toList();
    entries.stream()
        .filter(entry -> entry.at() < oldest)
        .forEach(over -> redis.hdel(key(target), over.finding().id()));
    return entries.stream()
        .filter(entry -> entry.at() >= oldest)
        .map(Entry::finding)
        .sorted(Comparator.comparing(Finding::id))
        .toList();
  }

  private static String key(String target) {
    return "ratchet:{target:" + target + "}:filed";
  }

  private static String write(Entry entry) {
    try {
      return JSON.writeValueAsString(entry);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a finding is plain data", e);
    }
  }

  private Entry read(String json) {
    try {
      return JSON.readValue(json, Entry.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a filed finding in Redis is damaged: " + json, e);
    }
  }
}
