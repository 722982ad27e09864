package dev.ratchet.platform.target;

import java.util.List;
import redis.clients.jedis.UnifiedJedis;

/**
 * Counts the runs of each target; a number is given once, also when its run never started.
 * Thread-safe.
 */
public final class RunNumbers {
  private static final String ADVANCE =
      """
      local current = tonumber(redis.call('GET', KEYS[1]) or '0')
      if current < tonumber(ARGV[1]) then redis.call('SET', KEYS[1], ARGV[1]) end
      return redis.call('INCR', KEYS[1])
      """;

  private final UnifiedJedis redis;

  public RunNumbers(UnifiedJedis redis) {
    this.redis = redis;
  }

  public long next(String target) {
    return redis.incr(key(target));
  }

  /** The next number, above one that is known to be taken: Redis may have lost its count. */
  public long nextAbove(String target, long taken) {
    return (Long) redis.eval(ADVANCE, List.of(key(target)), List.of(Long.toString(taken)));
  }

  private static String key(String target) {
    return "ratchet:{target:" + target + "}:runs";
  }
}
