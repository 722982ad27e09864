package dev.ratchet.platform.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.platform.metric.MetricHistory.Line;
import dev.ratchet.platform.redis.Redis;
import dev.ratchet.platform.redis.RedisSettings;
import dev.ratchet.platform.testing.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.UnifiedJedis;

@Timeout(60)
class MetricSeriesIT {
  private static final Instant NOW = Instant.parse("2026-01-01T12:02:00Z");
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

  @BeforeEach
  void clear() {
    redis.flushAll();
  }

  private static MetricSeries series(Instant now) {
    return new MetricSeries(redis, () -> now, "test", (series, value) -> {});
  }

  private static List<Line> read(Duration back) {
    return new MetricHistory(redis).read(NOW.minus(back), NOW.plusSeconds(1));
  }

  @Test
  void addsUpWhatAllProcessesMeasured() {
    for (int process = 0; process < 2; process++) {
      try (MetricSeries series = series(NOW)) {
        series.record(Measure.TOTAL, Duration.ofSeconds(2), "gpt-oss", "assistant");
        series.record(Measure.TOTAL, 4_000, "gpt-oss", "assistant");
        series.record(Measure.TOTAL, 9_000, "gpt-oss", "improver");
        series.record(Measure.TOTAL, Double.NaN, "gpt-oss", "improver");
      }
    }
    for (Duration back : List.of(Duration.ofHours(1), Duration.ofDays(30))) {
      List<Line> lines = read(back);
      assertThat(lines)
          .extracting(line -> line.series().part())
          .containsExactly("assistant", "improver");
      assertThat(lines.getFirst().all().count()).isEqualTo(4);
      assertThat(lines.getFirst().all().mean()).isEqualTo(3_000);
      assertThat(lines.getLast().all().count()).isEqualTo(2);
    }
  }

  @Test
  void writesAStepAgainWithoutCountingItTwice() {
    Pages pages = new Pages(redis, "test");
    Series series = new Series(Measure.RECALL, "", "");
    pages.add(series, 1, NOW);
    pages.flush();
    pages.add(series, 3, NOW.plusSeconds(20));
    pages.flush();
    pages.flush();
    assertThat(read(Duration.ofHours(1)).getFirst().all().count()).isEqualTo(2);
  }

  @Test
  void keepsOnlyWhatTheTimeAskedForHolds() {
    for (int hours : new int[] {0, 2, 30, 24 * 29, 24 * 31}) {
      try (MetricSeries series = series(NOW.minus(Duration.ofHours(hours)))) {
        series.record(Measure.FILTER, hours, "", "");
      }
    }
    assertThat(read(Duration.ofHours(1)).getFirst().points()).hasSize(1);
    assertThat(read(Duration.ofHours(48)).getFirst().points()).hasSize(3);
    assertThat(read(Duration.ofDays(30)).getFirst().points()).hasSize(4);
  }

  @Test
  void everyKeyExpires() {
    try (MetricSeries series = series(NOW)) {
      series.record(Measure.FILTER, 1, "", "");
    }
    assertThat(redis.keys("*")).hasSize(2);
    for (String key : redis.keys("*")) {
      assertThat(redis.ttl(key)).isBetween(48L * 3_600, 31L * 86_400);
    }
  }

  @Test
  void keepsTogetherWhatIsTooManifold() {
    List<Series> heard = Collections.synchronizedList(new ArrayList<>());
    try (MetricSeries series =
        new MetricSeries(redis, () -> NOW, "test", (of, value) -> heard.add(of))) {
      for (int i = 0; i < 500; i++) {
        series.record(Measure.TOTAL, 1, "model-" + i, "a|b\n");
      }
    }
    assertThat(heard.stream().distinct()).hasSize(Pages.MOST_SERIES + 1);
    List<Line> lines = read(Duration.ofHours(1));
    assertThat(lines).hasSize(Pages.MOST_SERIES + 1);
    assertThat(lines).extracting(line -> line.series().part()).contains("a_b_", "other");
    assertThat(lines.stream().mapToLong(line -> line.all().count()).sum()).isEqualTo(500);
  }

  @Test
  void neverHoldsUpWhoRecordsAndCountsWhatItDrops() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    MetricSeries series =
        new MetricSeries(
            redis,
            () -> NOW,
            "test",
            (of, value) -> {
              try {
                stuck.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    int values = 3 * MetricSeries.QUEUE;
    long begin = System.nanoTime();
    for (int i = 0; i < values; i++) {
      series.record(Measure.TOTAL, 1, "m", "a");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
    assertThat(series.dropped()).isGreaterThanOrEqualTo(MetricSeries.QUEUE);
    stuck.countDown();
    series.close();
    assertThat(read(Duration.ofHours(1)).getFirst().all().count() + series.dropped())
        .isEqualTo(values);
  }

  @Test
  void outlivesAnOutageOfRedis() {
    Pages pages = new Pages(redis, "test");
    Series series = new Series(Measure.RECALL, "", "");
    server.kill();
    pages.add(series, 1, NOW.minusSeconds(600));
    pages.flush();
    pages.add(series, 2, NOW);
    pages.flush();
    server.restart();
    pages.flush();
    assertThat(read(Duration.ofHours(1)).getFirst().points()).hasSize(2);
    assertThat(pages.dropped()).isZero();
  }

  @Test
  void aPageIsBounded() {
    long dropped = 0;
    for (int process = 0; process < 10; process++) {
      Pages pages = new Pages(redis, "process-" + process);
      for (int i = 0; i < 3_000; i++) {
        Instant time = NOW.minusSeconds(NOW.getEpochSecond() % 3_600).plusSeconds(i % 12 * 300L);
        pages.add(new Series(Measure.TOTAL, "model-" + i / 12, "assistant"), i, time);
      }
      pages.flush();
      dropped += pages.dropped();
    }
    int ofOneProcess = (Pages.MOST_SERIES + 1) * 12;
    String page = Resolution.FINE.key(Resolution.FINE.stepOf(NOW));
    assertThat(redis.hlen(page)).isBetween(6_000L, 6_000L + ofOneProcess);
    assertThat(dropped).isPositive();
    assertThat(redis.memoryUsage(page)).isLessThan(2_000_000);
  }

  @Test
  void looksAtTheMemoryOfThisProcess() {
    try (MetricSeries series = series(NOW)) {
      ProcessSampler sampler =
          new ProcessSampler(
              series,
              "test",
              List.of(
                  new ProcessSampler.Gauge(Measure.SESSIONS, "", () -> 7),
                  new ProcessSampler.Gauge(
                      Measure.INDEX_SIZE,
                      "",
                      () -> {
                        throw new IllegalStateException("closed");
                      })));
      sampler.close();
      sampler.look();
    }
    assertThat(read(Duration.ofHours(1)))
        .extracting(line -> line.series().measure())
        .contains(Measure.HEAP_USED, Measure.HEAP_SHARE, Measure.RSS, Measure.SESSIONS)
        .doesNotContain(Measure.INDEX_SIZE);
  }
}
