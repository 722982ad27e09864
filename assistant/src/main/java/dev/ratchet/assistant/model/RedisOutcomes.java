package dev.ratchet.assistant.model;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import redis.clients.jedis.UnifiedJedis;

/** Outcomes in Redis, for each model its own: what is right for one is not for another. */
final class RedisOutcomes implements Outcomes {
  private static final Duration RETENTION = Duration.ofDays(90);

  /** One step, so that two processes that tell of an outcome at the same time both count. */
  private static final String ADD =
      """
      local good = tonumber(redis.call('HGET', KEYS[1], ARGV[1] .. ' good') or '0')
      local bad = tonumber(redis.call('HGET', KEYS[1], ARGV[1] .. ' bad') or '0')
      if ARGV[2] == 'true' then good = good + 1 else bad = bad + 1 end
      if good + bad > tonumber(ARGV[3]) then good, bad = good / 2, bad / 2 end
      redis.call('HSET', KEYS[1], ARGV[1] .. ' good', good, ARGV[1] .. ' bad', bad)
      redis.call('EXPIRE', KEYS[1], ARGV[4])
      """;

  private final UnifiedJedis redis;
  private final String model;

  RedisOutcomes(UnifiedJedis redis, String model) {
    this.redis = redis;
    this.model = model;
  }

  private String key(TaskKind task) {
    return "ratchet:{tuning:" + model + "}:" + task.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public Map<String, Counts> of(TaskKind task) {
    Map<String, String> fields = redis.hgetAll(key(task));
    Map<String, Counts> counts = new HashMap<>();
    for (Parameters parameters : task.grid()) {
      String good = fields.get(parameters.name() + " good");
      String bad = fields.get(parameters.name() + " bad");
      if (good != null && bad != null) {
        counts.put(
            parameters.name(), new Counts(Double.parseDouble(good), Double.parseDouble(bad)));
      }
    }
    return counts;
  }

  @Override
  public void add(TaskKind task, Parameters parameters, boolean good) {
    redis.eval(
        ADD,
        List.of(key(task)),
        List.of(
            parameters.name(),
            Boolean.toString(good),
            Double.toString(MOST),
            Long.toString(RETENTION.toSeconds())));
  }
}
