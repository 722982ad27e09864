package dev.ratchet.assistant.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.assistant.Assistant;
import dev.ratchet.assistant.agent.AgentTools;
import dev.ratchet.assistant.conversation.AssistantService.Heard;
import dev.ratchet.assistant.conversation.TurnLog.Entry;
import dev.ratchet.assistant.memory.MiniLm;
import dev.ratchet.assistant.memory.Turn;
import dev.ratchet.assistant.safety.SafetyFilter;
import dev.ratchet.assistant.safety.Switches;
import dev.ratchet.domain.Message;
import dev.ratchet.platform.control.Autonomy;
import dev.ratchet.platform.metric.MetricSeries;
import dev.ratchet.platform.metric.Metrics;
import dev.ratchet.platform.redis.Redis;
import dev.ratchet.platform.redis.RedisSettings;
import dev.ratchet.platform.testing.RedisServer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.UnifiedJedis;

/** Another process finds what a dead one left: it ends the turn, and does not ask again. */
@Timeout(60)
class OrphanIT {
  @TempDir Path folder;

  @Test
  void anotherProcessEndsTheTurnOfADeadOne() throws Exception {
    try (RedisServer server = RedisServer.start(folder);
        UnifiedJedis redis = Redis.connect(new RedisSettings(server.url(), null, false));
        Metrics metrics = new Metrics();
        MetricSeries series = new MetricSeries(redis, Clock.systemUTC(), "test", metrics::observe);
        Assistant assistant = assistant(redis, metrics, series)) {
      String session = assistant.sessions().create("anna", "").id();
      TurnKey turn = new TurnKey("anna", "turn-1");
      TurnLog log = new TurnLog(redis);
      String begun =
          "{\"session\":\"%s\",\"question\":\"How far?\",\"asked\":\"2026-11-25T12:00:00Z\"}"
              .formatted(session);
      log.begin(turn, "dead", session, begun);
      ChatEvent text = new ChatEvent.Text("As far as");
      log.append(turn, "dead", session, List.of(new Entry(1, text.type(), text.json())), false);
      long died = System.nanoTime();

      List<Heard> heard = new ArrayList<>();
      boolean found =
          assistant
              .service()
              .<RuntimeException>follow(
                  turn,
                  0,
                  events -> {
                    heard.addAll(events);
                    return true;
                  });

      assertThat(found).isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - died)).isLessThan(Duration.ofSeconds(5));
      assertThat(heard).extracting(Heard::type).containsExactly("text", "error");
      assertThat(heard.getLast().json()).contains("\"interrupted\"", "\"partial\":true");
      Turn stored = assistant.service().turn("anna", session, "turn-1").orElseThrow();
      assertThat(stored.question().content()).isEqualTo("How far?");
      assertThat(stored.answer().content()).isEqualTo("As far as");
      assertThat(stored.answer().metadata()).containsEntry("partial", "true");
      assertThat(assistant.service().getConversationHistory("anna", session, null, 10))
          .extracting(Message::content)
          .containsExactly("How far?", "As far as");
      assertThat(log.running()).isEmpty();
    }
  }

  private Assistant assistant(UnifiedJedis redis, Metrics metrics, MetricSeries series) {
    var embeddings = MiniLm.load();
    return new Assistant(
        redis,
        null,
        new SafetyFilter(Switches.standard(), embeddings),
        embeddings,
        folder.resolve("indexes"),
        new Autonomy(redis, Set.of(), () -> false),
        series,
        metrics,
        new ChatSettings(4096, Duration.ofSeconds(2)),
        AgentTools.NONE,
        Clock.systemUTC());
  }
}
