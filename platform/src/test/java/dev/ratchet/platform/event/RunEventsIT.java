package dev.ratchet.platform.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

class RunEventsIT {
  @TempDir static Path folder;
  static RedisServer server;
  static UnifiedJedis redis;

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

  @Test
  void readsOnFromAPosition() {
    RunEvents events = new RunEvents(redis);
    events.append("a-1", "one", "{\"n\":1}");
    String second = events.append("a-1", "two", "{\"n\":2}");
    events.append("a-1", "three", "{\"n\":3}");
    List<RunEvents.Entry> all = events.read("a-1", RunEvents.START, 10);
    assertThat(all).extracting(RunEvents.Entry::id).containsExactly("one", "two", "three");
    assertThat(events.read("a-1", second, 10))
        .extracting(RunEvents.Entry::json)
        .containsExactly("{\"n\":3}");
    assertThat(events.read("a-1", RunEvents.START, 1)).hasSize(1);
    assertThat(events.last("a-1")).contains(all.getLast());
    assertThat(events.read("other-1", RunEvents.START, 10)).isEmpty();
  }

  @Test
  void appendsARepeatedIdOnce() {
    RunEvents events = new RunEvents(redis);
    String first = events.append("b-1", "same", "{}");
    assertThat(events.append("b-1", "same", "{}")).isEqualTo(first);
    assertThat(events.read("b-1", RunEvents.START, 10)).hasSize(1);
  }

  @Test
  void keepsABoundedNumberForABoundedTime() {
    RunEvents events = new RunEvents(redis);
    for (int n = 0; n < RunEvents.MOST_EVENTS + 50; n++) {
      events.append("c-1", "event-" + n, "{}");
    }
    assertThat(redis.xlen("ratchet:{run:c-1}:events")).isEqualTo(RunEvents.MOST_EVENTS);
    assertThat(redis.ttl("ratchet:{run:c-1}:events")).isPositive();
    assertThat(redis.ttl("ratchet:{run:c-1}:event-ids")).isPositive();
  }

  @Test
  void refusesWhatIsNoPosition() {
    RunEvents events = new RunEvents(redis);
    assertThatThrownBy(() -> events.read("a-1", "+", 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("+");
  }
}
