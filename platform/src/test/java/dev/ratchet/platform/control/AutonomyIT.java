package dev.ratchet.platform.control;

import static dev.ratchet.platform.control.Autonomy.Function.CHAT_TUNING;
import static dev.ratchet.platform.control.Autonomy.Function.SUMMARIES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ratchet.platform.control.Autonomy.Function;
import dev.ratchet.platform.control.Autonomy.State;
import dev.ratchet.platform.redis.Redis;
import dev.ratchet.platform.redis.RedisSettings;
import dev.ratchet.platform.testing.RedisServer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.UnifiedJedis;

@Timeout(60)
class AutonomyIT {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  @TempDir static Path folder;
  static RedisServer server;
  static UnifiedJedis redis;
  private final AtomicBoolean stopped = new AtomicBoolean();

  @BeforeAll
  static void start() {
    server = RedisServer.start(folder);
    redis = Redis.connect(new RedisSettings(server.url(), null, false));
  }

  @AfterAll
  static void stop() {
    redis.close();
    server.close();
  }

  @BeforeEach
  void clear() {
    redis.flushAll();
  }

  /** Each is another process. */
  private Autonomy autonomy() {
    return new Autonomy(redis, Set.of(CHAT_TUNING), stopped::get);
  }

  @Test
  void configurationDecidesUntilSomebodySwitches() {
    assertThat(autonomy().allows(SUMMARIES)).isTrue();
    assertThat(autonomy().allows(CHAT_TUNING)).isFalse();
    autonomy().put(SUMMARIES, false, "admin", NOW);
    autonomy().put(CHAT_TUNING, true, "admin", NOW);
    assertThat(autonomy().allows(SUMMARIES)).isFalse();
    assertThat(autonomy().allows(CHAT_TUNING)).isTrue();
    assertThat(autonomy().states())
        .hasSize(Function.values().length)
        .contains(new State(SUMMARIES, false, "admin", NOW));
  }

  @Test
  void aSwitchIsObeyedByOtherProcessesWithinASecond() throws Exception {
    Autonomy other = autonomy();
    assertThat(other.allows(SUMMARIES)).isTrue();
    autonomy().put(SUMMARIES, false, "admin", NOW);
    Thread.sleep(1_100);
    assertThat(other.allows(SUMMARIES)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Function.class)
  void theEmergencyStopCoversEachAtOnceWhateverItsSwitch(Function function) {
    Autonomy autonomy = autonomy();
    autonomy.put(function, true, "admin", NOW);
    assertThat(autonomy.allows(function)).isTrue();
    stopped.set(true);
    assertThat(autonomy.allows(function)).isFalse();
    stopped.set(false);
    assertThat(autonomy.allows(function)).isTrue();
  }

  @Test
  void whatCannotBeReadMeansNo() {
    Autonomy blind =
        new Autonomy(
            redis,
            Set.of(),
            () -> {
              throw new IllegalStateException("no disk");
            });
    assertThat(blind.allows(SUMMARIES)).isFalse();
    redis.hset("ratchet:{control}:autonomy", "summaries", "{damaged");
    assertThat(autonomy().allows(SUMMARIES)).isFalse();
    redis.flushAll();
    server.kill();
    try {
      assertThat(autonomy().allows(SUMMARIES)).isFalse();
    } finally {
      server.restart();
    }
    assertThat(autonomy().allows(SUMMARIES)).isTrue();
  }

  @Test
  void readsAListOfNames() {
    assertThat(Autonomy.named(" summaries, chat-tuning ,")).containsExactly(SUMMARIES, CHAT_TUNING);
    assertThat(Autonomy.named("")).isEmpty();
    assertThatThrownBy(() -> Autonomy.named("sumaries")).hasMessageContaining("chat-tuning");
  }
}
