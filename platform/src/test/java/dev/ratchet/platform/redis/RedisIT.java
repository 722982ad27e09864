package dev.ratchet.platform.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ratchet.platform.testing.RedisServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

class RedisIT {
  @TempDir Path folder;

  @Test
  void keepsWhatItAcknowledgedAndComesBack() {
    try (RedisServer server = RedisServer.start(folder);
        UnifiedJedis redis = Redis.connect(settings(server, null, false))) {
      redis.set("key", "value");
      server.kill();
      assertThatThrownBy(() -> redis.get("key")).isInstanceOf(JedisException.class);
      server.restart();
      assertThat(redis.get("key")).isEqualTo("value");
    }
  }

  @Test
  void takesADurableServer() {
    try (RedisServer server = RedisServer.start(folder);
        UnifiedJedis redis = Redis.connect(settings(server, null, false))) {
      assertThat(Durability.require(redis, settings(server, null, false)).doubts()).isEmpty();
    }
  }

  @Test
  void refusesAServerThatSyncsEverySecondOrEvicts() {
    List<String> options =
        List.of(
            "--appendonly",
            "yes",
            "--appendfsync",
            "everysec",
            "--maxmemory-policy",
            "allkeys-lru");
    try (RedisServer server = RedisServer.start(folder, options);
        UnifiedJedis redis = Redis.connect(settings(server, null, false))) {
      assertThatThrownBy(() -> Durability.require(redis, settings(server, null, false)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("appendfsync is 'everysec', needed is 'always'")
          .hasMessageContaining("maxmemory-policy is 'allkeys-lru', needed is 'noeviction'")
          .hasMessageContaining("targets just added")
          .hasMessageContaining("redis.accept-failover-loss");
      assertThat(Durability.require(redis, settings(server, null, true)).sure()).isFalse();
    }
  }

  @Test
  void refusesAServerThatHidesItsConfiguration() {
    List<String> options =
        List.of(
            "--appendonly", "yes", "--appendfsync", "always", "--rename-command", "CONFIG", "\"\"");
    try (RedisServer server = RedisServer.start(folder, options);
        UnifiedJedis redis = Redis.connect(settings(server, null, false))) {
      assertThat(Durability.of(redis).doubts()).singleElement().asString().contains("hides");
    }
  }

  @Test
  void logsInWithAPassword() {
    List<String> options =
        List.of("--appendonly", "yes", "--appendfsync", "always", "--requirepass", "s3cret");
    try (RedisServer server = RedisServer.start(folder, options);
        UnifiedJedis redis = Redis.connect(settings(server, "s3cret", false));
        UnifiedJedis stranger = Redis.connect(settings(server, "guess", false))) {
      assertThat(redis.ping()).isEqualTo("PONG");
      assertThatThrownBy(stranger::ping).isInstanceOf(JedisException.class);
    }
  }

  @Test
  void claimsAnIdempotencyKeyOnce() {
    try (RedisServer server = RedisServer.start(folder);
        UnifiedJedis redis = Redis.connect(settings(server, null, false))) {
      IdempotencyKeys keys = new IdempotencyKeys(redis);
      assertThat(keys.claim("admin", "k", "digest", "run-1").result()).isEqualTo("run-1");
      assertThat(keys.claim("admin", "k", "other", "run-2"))
          .isEqualTo(new IdempotencyKeys.Claim("digest", "run-1"));
      assertThat(keys.claim("eve", "k", "other", "run-2").result()).isEqualTo("run-2");
    }
  }

  private static RedisSettings settings(RedisServer server, String password, boolean accept) {
    return new RedisSettings(server.url(), password, accept);
  }
}
