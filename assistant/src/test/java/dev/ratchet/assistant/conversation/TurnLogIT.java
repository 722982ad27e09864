package dev.ratchet.assistant.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.assistant.conversation.TurnLog.Begin;
import dev.ratchet.assistant.conversation.TurnLog.Entry;
import dev.ratchet.platform.redis.Redis;
import dev.ratchet.platform.redis.RedisSettings;
import dev.ratchet.platform.testing.RedisServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.UnifiedJedis;

class TurnLogIT {
  @TempDir static Path folder;
  private static RedisServer server;
  private static UnifiedJedis redis;
  private static TurnLog log;

  @BeforeAll
  static void start() {
    server = RedisServer.start(folder);
    redis = Redis.connect(new RedisSettings(server.url(), null, false));
    log = new TurnLog(redis);
  }

  @AfterAll
  static void stop() {
    redis.close();
    server.close();
  }

  private static TurnKey key(String turn) {
    return new TurnKey("anna", turn);
  }

  private static Entry text(long number, String text) {
    return new Entry(number, "text", new ChatEvent.Text(text).json());
  }

  @Test
  void aTurnBeginsOnceAndOneAtATimeInItsSession() {
    TurnKey first = key("first");
    assertThat(log.begin(first, "me", "s1", "{}")).isEqualTo(Begin.BEGUN);
    assertThat(log.begin(first, "other", "s1", "{}")).isEqualTo(Begin.KNOWN);
    assertThat(log.begin(key("second"), "me", "s1", "{}")).isEqualTo(Begin.BUSY);
    assertThat(log.begin(key("elsewhere"), "me", "s2", "{}")).isEqualTo(Begin.BEGUN);
    log.append(first, "me", "s1", List.of(), true);
    assertThat(log.begin(key("second"), "me", "s1", "{}")).isEqualTo(Begin.BEGUN);
  }

  @Test
  void eventsAreReadOnFromAnyNumberAndWrittenOnce() {
    TurnKey turn = key("events");
    log.begin(turn, "me", "s3", "{}");
    log.append(turn, "me", "s3", List.of(text(1, "a"), text(2, "b")), false);
    log.append(turn, "me", "s3", List.of(text(2, "b"), text(3, "c")), false);
    assertThat(log.read(turn, 0, 10)).extracting(Entry::number).containsExactly(1L, 2L, 3L);
    assertThat(log.read(turn, 2, 10)).containsExactly(text(3, "c"));
  }

  @Test
  void whoeverIsSilentLosesTheTurnForGood() throws InterruptedException {
    TurnKey turn = key("silent");
    log.begin(turn, "dead", "s4", "{\"session\":\"s4\"}");
    assertThat(log.take(turn, "heir")).isFalse();
    assertThat(log.running()).contains(turn);
    Thread.sleep(TurnLog.LEASE.plusMillis(100));
    assertThat(log.take(turn, "heir")).isTrue();
    assertThat(log.take(turn, "third")).isFalse();
    assertThat(log.append(turn, "dead", "s4", List.of(text(1, "late")), true).lost()).isTrue();
    assertThat(log.read(turn, 0, 10)).isEmpty();
    assertThat(log.append(turn, "heir", "s4", List.of(text(1, "end")), true).lost()).isFalse();
    assertThat(log.take(turn, "third")).isFalse();
    assertThat(log.running()).doesNotContain(turn);
  }

  @Test
  void aStopReachesWhoeverWorksOnIt() {
    TurnKey turn = key("stopped");
    assertThat(log.stop(turn)).isFalse();
    log.begin(turn, "me", "s5", "{}");
    assertThat(log.append(turn, "me", "s5", List.of(), false).stop()).isFalse();
    assertThat(log.stop(turn)).isTrue();
    assertThat(log.append(turn, "me", "s5", List.of(), false).stop()).isTrue();
    log.append(turn, "me", "s5", List.of(), true);
    assertThat(log.stop(turn)).isFalse();
  }
}
