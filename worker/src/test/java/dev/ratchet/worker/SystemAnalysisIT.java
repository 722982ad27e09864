package dev.ratchet.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.domain.Target;
import dev.ratchet.platform.metric.Measure;
import dev.ratchet.platform.metric.MetricSeries;
import dev.ratchet.platform.redis.Redis;
import dev.ratchet.platform.redis.RedisSettings;
import dev.ratchet.platform.target.FiledFindings;
import dev.ratchet.platform.target.Targets;
import dev.ratchet.workflow.Payloads;
import dev.ratchet.workflow.performance.SystemAnalysisWorkflow;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleClientOptions;
import io.temporal.client.schedules.ScheduleException;
import io.temporal.client.schedules.ScheduleHandle;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.UnifiedJedis;

/** The schedule that a worker keeps, from the clock to the finding. */
@Timeout(120)
@ExtendWith(CycleSystem.Shared.class)
class SystemAnalysisIT {
  @Test
  void theScheduleLooksAndFiles(CycleSystem system) throws Exception {
    try (UnifiedJedis redis = Redis.connect(new RedisSettings(system.redis.url(), null, false))) {
      new Targets(redis).add(new Target("ratchet-itself", "/src/ratchet", null, true));
      for (int hour = 1; hour <= 4; hour++) {
        Instant time = Instant.now().minus(Duration.ofMinutes(60L * hour - 20));
        try (MetricSeries series = new MetricSeries(redis, () -> time, "api", (of, v) -> {})) {
          for (int i = 0; i < 6; i++) {
            series.record(Measure.TOTAL, 500_000, "slow", "assistant");
          }
        }
      }
      ScheduleClient schedules =
          ScheduleClient.newInstance(
              system.connection.stubs(),
              ScheduleClientOptions.newBuilder()
                  .setDataConverter(Payloads.dataConverter())
                  .build());
      ScheduleHandle handle = schedules.getHandle(SystemAnalysisWorkflow.ID);
      // A second worker takes the schedule over and leaves a pause alone.
      awaitMade(handle);
      handle.pause("by a person");
      new Schedules(system.connection, "default")
          .put(SystemAnalysisWorkflow.ID, Schedules.systemAnalysis(system.data.homeId()));
      assertThat(handle.describe().getSchedule().getState().isPaused()).isTrue();
      handle.trigger();
      FiledFindings filed = new FiledFindings(redis);
      while (filed.of("ratchet-itself", Instant.now()).isEmpty()) {
        Thread.sleep(100);
      }
      assertThat(filed.of("ratchet-itself", Instant.now()).getFirst().issues().getFirst().rule())
          .isEqualTo("threshold:chat.total");
    }
  }

  /** The worker makes it in the background. */
  private static void awaitMade(ScheduleHandle handle) throws InterruptedException {
    for (int tries = 0; ; tries++) {
      try {
        handle.describe();
        return;
      } catch (ScheduleException notYet) {
        if (tries > 200) {
          throw notYet;
        }
        Thread.sleep(100);
      }
    }
  }
}
