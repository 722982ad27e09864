package dev.ratchet.platform.target;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.domain.Target;
import dev.ratchet.platform.redis.Redis;
import dev.ratchet.platform.redis.RedisSettings;
import dev.ratchet.platform.testing.RedisServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.UnifiedJedis;

class TargetsIT {
  @TempDir Path folder;

  @Test
  void keepsTargetsAndCountsTheirRuns() {
    try (RedisServer server = RedisServer.start(folder);
        UnifiedJedis redis = Redis.connect(new RedisSettings(server.url(), null, false))) {
      Targets targets = new Targets(redis);
      Target json = new Target("json-java", "/tmp/JSON-java äö", null, false);
      assertThat(targets.add(json)).isEqualTo(json);
      assertThat(targets.add(new Target("json-java", "/elsewhere", "main", true))).isEqualTo(json);
      targets.add(new Target("csv", "/csv", "main", true));
      assertThat(targets.all()).extracting(Target::name).containsExactly("csv", "json-java");
      assertThat(targets.remove("csv")).isTrue();
      assertThat(targets.remove("csv")).isFalse();
      assertThat(targets.find("csv")).isEmpty();

      RunNumbers numbers = new RunNumbers(redis);
      assertThat(numbers.next("json-java")).isEqualTo(1);
      assertThat(numbers.next("csv")).isEqualTo(1);
      assertThat(numbers.nextAbove("json-java", 7)).isEqualTo(8);
      assertThat(numbers.nextAbove("json-java", 3)).isEqualTo(9);
    }
  }
}
