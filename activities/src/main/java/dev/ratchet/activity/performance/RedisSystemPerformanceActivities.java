package dev.ratchet.activity.performance;

import dev.ratchet.domain.Finding;
import dev.ratchet.domain.Target;
import dev.ratchet.platform.metric.Crossing;
import dev.ratchet.platform.metric.MetricHistory;
import dev.ratchet.platform.metric.MetricHistory.Line;
import dev.ratchet.platform.target.FiledFindings;
import dev.ratchet.platform.target.Targets;
import dev.ratchet.workflow.performance.SystemPerformanceActivities;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import redis.clients.jedis.UnifiedJedis;

/** Looks at the series in Redis. Thread-safe. */
public final class RedisSystemPerformanceActivities implements SystemPerformanceActivities {
  private final MetricHistory history;
  private final Targets targets;
  private final FiledFindings filed;
  private final BooleanSupplier allowed;
  private final InstantSource clock;

  /**
   * @param allowed asked each time, before anything is done
   */
  public RedisSystemPerformanceActivities(
      UnifiedJedis redis, BooleanSupplier allowed, InstantSource clock) {
    this.history = new MetricHistory(redis);
    this.targets = new Targets(redis);
    this.filed = new FiledFindings(redis);
    this.allowed = allowed;
    this.clock = clock;
  }

  @Override
  public SystemAnalysis analyzeSystemPerformance() {
    if (!allowed.getAsBoolean()) {
      return new SystemAnalysis.NotAllowed("switched off, or the emergency stop is engaged");
    }
    Instant now = clock.instant();
    List<Line> lines = history.read(now.minus(Crossing.SPAN), now);
    return new SystemAnalysis.Analyzed(
        SystemReports.performance(lines, now), SystemReports.memory(lines), file(lines, now));
  }

  private List<String> file(List<Line> lines, Instant now) {
    List<Finding> findings =
        lines.stream()
            .flatMap(line -> Crossing.of(line, now).stream())
            .map(CrossingFindings::of)
            .toList();
    List<String> told = new ArrayList<>();
    for (Target target : targets.all()) {
      if (target.self()) {
        for (Finding finding : findings) {
          filed.file(target.name(), finding, now);
          told.add(
              "%s %s: %s"
                  .formatted(target.name(), finding.id(), finding.issues().getFirst().message()));
        }
      }
    }
    return told;
  }
}
