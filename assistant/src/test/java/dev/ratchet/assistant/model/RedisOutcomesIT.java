package dev.ratchet.assistant.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.platform.redis.Redis;
import dev.ratchet.platform.redis.RedisSettings;
import dev.ratchet.platform.testing.RedisServer;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.UnifiedJedis;

class RedisOutcomesIT {
  @TempDir Path folder;

  @Test
  void countsAsTheRuleSaysAndKeepsWithinItsBounds() {
    try (RedisServer server = RedisServer.start(folder);
        UnifiedJedis redis = Redis.connect(new RedisSettings(server.url(), null, false))) {
      RedisOutcomes outcomes = new RedisOutcomes(redis, "m");
      Parameters parameters = TaskKind.SUMMARY.grid().getFirst();
      Outcomes.Counts expected = Outcomes.Counts.NONE;
      Random random = new Random(1);
      for (int n = 0; n < 450; n++) {
        boolean good = random.nextInt(4) > 0;
        outcomes.add(TaskKind.SUMMARY, parameters, good);
        expected = expected.plus(good);
      }
      assertThat(outcomes.of(TaskKind.SUMMARY)).containsOnlyKeys(parameters.name());
      Outcomes.Counts counts = outcomes.of(TaskKind.SUMMARY).get(parameters.name());
      assertThat(counts.good())
          .isCloseTo(expected.good(), org.assertj.core.api.Assertions.within(1e-6));
      assertThat(counts.bad())
          .isCloseTo(expected.bad(), org.assertj.core.api.Assertions.within(1e-6));
      assertThat(outcomes.of(TaskKind.CODE_PROPOSAL)).isEmpty();
      assertThat(new RedisOutcomes(redis, "other").of(TaskKind.SUMMARY)).isEmpty();
      assertThat(redis.ttl("ratchet:{tuning:m}:summary")).isPositive();

      ParameterTuner tuner = new ParameterTuner(redis, LmStudioConfig.STANDARD, task -> true);
      server.kill();
      Tuning tuning = tuner.choose(TaskKind.SUMMARY);
      assertThat(tuning.tuned()).isFalse();
      assertThat(tuning.chosen()).isEqualTo(new Parameters(0.7, 2_048));
    }
  }
}
