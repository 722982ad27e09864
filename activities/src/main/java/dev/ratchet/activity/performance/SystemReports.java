package dev.ratchet.activity.performance;

import dev.ratchet.domain.MemoryReport;
import dev.ratchet.domain.PerformanceMetric;
import dev.ratchet.domain.PerformanceReport;
import dev.ratchet.platform.metric.Histogram;
import dev.ratchet.platform.metric.Measure;
import dev.ratchet.platform.metric.MetricHistory.Line;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Series summed up. */
final class SystemReports {
  /** Two metrics each; what a payload in a history bears easily. */
  private static final int MOST_SERIES = 200;

  private SystemReports() {}

  /** Of each series the figure that counts, with its threshold, and what one in twenty exceeds. */
  static PerformanceReport performance(List<Line> lines, Instant now) {
    List<PerformanceMetric> metrics = new ArrayList<>();
    for (Line line : lines.subList(0, Math.min(MOST_SERIES, lines.size()))) {
      Measure measure = line.series().measure();
      Histogram all = line.all();
      String name = line.series().text();
      metrics.add(measure.metric(name, measure.figure(all), now));
      metrics.add(
          new PerformanceMetric(name + " p95", all.percentile(95), measure.unit(), now, null));
    }
    return new PerformanceReport("ratchet", metrics);
  }

  static MemoryReport memory(List<Line> lines) {
    List<MemoryReport.OfProcess> processes =
        parts(lines, Measure.HEAP_USED).stream()
            .map(
                process ->
                    new MemoryReport.OfProcess(
                        process,
                        latest(lines, Measure.HEAP_USED, process),
                        latest(lines, Measure.HEAP_MAX, process),
                        latest(lines, Measure.RSS, process)))
            .toList();
    List<MemoryReport.OfIndex> indexes =
        parts(lines, Measure.INDEX_SIZE).stream()
            .map(index -> new MemoryReport.OfIndex(index, latest(lines, Measure.INDEX_SIZE, index)))
            .toList();
    long sessions =
        (long)
            parts(lines, Measure.SESSIONS).stream()
                .mapToDouble(part -> latest(lines, Measure.SESSIONS, part))
                .max()
                .orElse(0);
    return new MemoryReport(processes, indexes, sessions);
  }

  private static List<String> parts(List<Line> lines, Measure measure) {
    return lines.stream()
        .filter(of(measure))
        .map(line -> line.series().part())
        .filter(part -> !part.isEmpty())
        .toList();
  }

  /** The median of the latest step; 0 when there is none. */
  private static double latest(List<Line> lines, Measure measure, String part) {
    return lines.stream()
        .filter(of(measure))
        .filter(line -> line.series().part().equals(part))
        .mapToDouble(line -> line.points().lastEntry().getValue().percentile(50))
        .findFirst()
        .orElse(0);
  }

  private static Predicate<Line> of(Measure measure) {
    return line -> line.series().measure() == measure;
  }
}
