package dev.ratchet.platform.target;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ratchet.domain.Target;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import redis.clients.jedis.UnifiedJedis;

/**
 * The targets that were added, in one Redis hash of at most {@link #MOST}. Thread-safe; methods
 * throw {@link redis.clients.jedis.exceptions.JedisException} while Redis is gone.
 */
public final class Targets {
  /** More than one installation can work on; listing them all stays one short answer. */
  public static final int MOST = 1_000;

  private static final String KEY = "ratchet:{targets}:by-name";
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final UnifiedJedis redis;

  public Targets(UnifiedJedis redis) {
    this.redis = redis;
  }

  /**
   * Adds the target unless its name is taken.
   *
   * @return the target that has the name afterwards
   * @throws IllegalStateException when there are {@link #MOST} already
   */
  public Target add(Target target) {
    if (redis.hlen(KEY) >= MOST) {
      throw new IllegalStateException("there are " + MOST + " targets already: remove some first");
    }
    redis.hsetnx(KEY, target.name(), write(target));
    return find(target.name()).orElse(target);
  }

  public Optional<Target> find(String name) {
    return Optional.ofNullable(redis.hget(KEY, name)).map(Targets::read);
  }

  /** By name. */
  public List<Target> all() {
    return redis.hgetAll(KEY).values().stream()
        .map(Targets::read)
        .sorted(Comparator.comparing(Target::name))
        .toList();
  }

  /** Forgets the target; its mirror and the numbers of its runs stay. */
  public boolean remove(String name) {
    return redis.hdel(KEY, name) > 0;
  }

  private static String write(Target target) {
    try {
      return JSON.writeValueAsString(target);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a target is plain data", e);
    }
  }

  private static Target read(String json) {
    try {
      return JSON.readValue(json, Target.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a target's record in Redis is damaged: " + json, e);
    }
  }
}
