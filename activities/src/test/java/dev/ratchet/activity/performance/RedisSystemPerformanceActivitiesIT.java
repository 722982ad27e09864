package dev.ratchet.activity.performance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.domain.Finding;
import dev.ratchet.domain.MemoryReport;
import dev.ratchet.domain.Target;
import dev.ratchet.platform.metric.Measure;
import dev.ratchet.platform.metric.MetricSeries;
import dev.ratchet.platform.redis.Redis;
import dev.ratchet.platform.redis.RedisSettings;
import dev.ratchet.platform.target.FiledFindings;
import dev.ratchet.platform.target.Targets;
import dev.ratchet.platform.testing.RedisServer;
import dev.ratchet.workflow.Payloads;
import dev.ratchet.workflow.performance.SystemPerformanceActivities.SystemAnalysis;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.UnifiedJedis;

class RedisSystemPerformanceActivitiesIT {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  @TempDir static Path folder;
  static RedisServer server;
  static UnifiedJedis redis;
  private final AtomicBoolean allowed = new AtomicBoolean(true);

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
  void targets() {
    redis.flushAll();
    new Targets(redis).add(new Target("ratchet", "/src/ratchet", null, true));
    new Targets(redis).add(new Target("other", "/src/other", null, false));
  }

  private SystemAnalysis analyze(Instant now) {
    return new RedisSystemPerformanceActivities(
            redis, allowed::get, Clock.fixed(now, ZoneOffset.UTC))
        .analyzeSystemPerformance();
  }

  private static void everyHour(Measure measure, double value, String model, String part) {
    for (int hour = 1; hour <= 4; hour++) {
      Instant time = NOW.minus(Duration.ofMinutes(60L * hour - 30));
      try (MetricSeries series = new MetricSeries(redis, () -> time, "api", (of, heard) -> {})) {
        for (int i = 0; i < 6; i++) {
          series.record(measure, value, model, part);
        }
      }
    }
  }

  private static List<Finding> filed(String target, Instant at) {
    return new FiledFindings(redis).of(target, at);
  }

  @Test
  void filesAFindingAgainstRatchetItselfForAThresholdThatIsCrossedForLong() throws Exception {
    everyHour(Measure.FIRST_TOKEN, 40_000, "gpt-oss-20b", "assistant");
    everyHour(Measure.RECALL, 2, "", "assistant");
    SystemAnalysis.Analyzed analyzed = (SystemAnalysis.Analyzed) analyze(NOW);
    assertThat(analyzed.performance().metrics())
        .anySatisfy(
            metric -> {
              assertThat(metric.name()).isEqualTo("chat.first-token gpt-oss-20b assistant");
              assertThat(metric.value()).isEqualTo(40_000);
              assertThat(metric.threshold()).isEqualTo(15_000);
            });
    assertThat(analyzed.filed()).hasSize(1).first().asString().startsWith("ratchet ");
    assertThat(filed("other", NOW)).isEmpty();
    Finding finding = filed("ratchet", NOW).getFirst();
    assertThat(finding.fixable()).isFalse();
    assertThat(finding.issues().getFirst().message())
        .isEqualTo(
            "time to an answer's first word (chat.first-token gpt-oss-20b assistant) was"
                + " 40000, 40000, 40000, 40000 ms in 4 of the last 4 hours, where 15000 ms is the"
                + " threshold");
    // As a history holds it.
    String json = Payloads.mapper().writeValueAsString(analyzed);
    assertThat(Payloads.mapper().readValue(json, SystemAnalysis.class)).isEqualTo(analyzed);
  }

  @Test
  void filesTheSameAgainAndForgetsWhatIsOver() {
    everyHour(Measure.RECALL, 50, "", "assistant");
    analyze(NOW);
    analyze(NOW.plusSeconds(60));
    assertThat(filed("ratchet", NOW.plusSeconds(60))).hasSize(1);
    assertThat(filed("ratchet", NOW.plus(Duration.ofDays(6)))).hasSize(1);
    assertThat(filed("ratchet", NOW.plus(Duration.ofDays(8)))).isEmpty();
    assertThat(redis.hlen("ratchet:{target:ratchet}:filed")).isZero();
  }

  @Test
  void doesNothingWhenItMayNot() {
    everyHour(Measure.RECALL, 50, "", "assistant");
    allowed.set(false);
    assertThat(analyze(NOW)).isInstanceOf(SystemAnalysis.NotAllowed.class);
    assertThat(filed("ratchet", NOW)).isEmpty();
  }

  @Test
  void reportsWhereTheMemoryGoes() {
    everyHour(Measure.HEAP_USED, 100, "", "api");
    everyHour(Measure.HEAP_MAX, 512, "", "api");
    everyHour(Measure.RSS, 700, "", "api");
    everyHour(Measure.INDEX_SIZE, 20, "", "faiss");
    everyHour(Measure.SESSIONS, 12, "", "all");
    SystemAnalysis.Analyzed analyzed = (SystemAnalysis.Analyzed) analyze(NOW);
    assertThat(analyzed.memory())
        .isEqualTo(
            new MemoryReport(
                List.of(new MemoryReport.OfProcess("api", 100, 512, 700)),
                List.of(new MemoryReport.OfIndex("faiss", 20)),
                12));
  }
}
