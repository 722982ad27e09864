package dev.ratchet.platform.redis;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import redis.clients.jedis.UnifiedJedis;

/**
 * Remembers for a day which request a caller's idempotency key belongs to and what came of it, so
 * that a request sent again does nothing twice. Thread-safe.
 */
public final class IdempotencyKeys {
  static final Duration RETENTION = Duration.ofDays(1);

  /** One step, so that of two requests at the same time one wins. */
  private static final String CLAIM =
      """
      local known = redis.call('HMGET', KEYS[1], 'request', 'result')
      if known[1] then return known end
      redis.call('HSET', KEYS[1], 'request', ARGV[1], 'result', ARGV[2])
      redis.call('EXPIRE', KEYS[1], ARGV[3])
      return {ARGV[1], ARGV[2]}
      """;

  private final UnifiedJedis redis;

  public IdempotencyKeys(UnifiedJedis redis) {
    this.redis = redis;
  }

  /**
   * @param request digest of the first request with this key
   * @param result what the first request was given
   */
  public record Claim(String request, String result) {}

  /**
   * Claims the key for a request and its result, unless it was claimed before.
   *
   * @return the claim in force, which is another's when the key was taken
   */
  public Claim claim(String principalId, String key, String request, String result) {
    Object answer =
        redis.eval(
            CLAIM,
            List.of(redisKey(principalId, key)),
            List.of(request, result, Long.toString(RETENTION.toSeconds())));
    List<?> values = (List<?>) answer;
    return new Claim(values.get(0).toString(), values.get(1).toString());
  }

  /** The claim in force, if there is one. */
  public Optional<Claim> find(String principalId, String key) {
    Map<String, String> values = redis.hgetAll(redisKey(principalId, key));
    String request = values.get("request");
    String result = values.get("result");
    return request == null || result == null
        ? Optional.empty()
        : Optional.of(new Claim(request, result));
  }

  private static String redisKey(String principalId, String key) {
    return "ratchet:{idempotency:" + principalId + "}:" + key;
  }
}
