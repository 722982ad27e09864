package dev.ratchet.api.metric;

import dev.ratchet.api.http.Call;
import dev.ratchet.api.http.ProblemException;
import dev.ratchet.api.http.Route;
import dev.ratchet.domain.Principal.Role;
import dev.ratchet.platform.metric.Crossing;
import dev.ratchet.platform.metric.Histogram;
import dev.ratchet.platform.metric.Measure;
import dev.ratchet.platform.metric.MetricHistory;
import dev.ratchet.platform.metric.MetricHistory.Line;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The routes of what was measured over time; for administrators. */
public final class MetricRoutes {
  /** More than a person reads; the answer stays below some 10 MB. */
  private static final int MOST_SERIES = 200;

  private final MetricHistory history;
  private final InstantSource clock;

  public MetricRoutes(MetricHistory history, InstantSource clock) {
    this.history = history;
    this.clock = clock;
  }

  /**
   * @param stepSeconds between two points
   */
  public record SeriesList(Instant from, Instant to, long stepSeconds, List<SeriesView> series) {}

  /**
   * @param part the agent that asked, or the process or index that is measured
   * @param figure of the whole time: the median, and of errors their share
   * @param threshold what the figure should stay below, and a rate above; null when there is none
   * @param crossed whether the figure is on the wrong side
   * @param crossedForLong whether it was in three of the last four hours; a finding is filed then
   */
  public record SeriesView(
      String name,
      String meaning,
      String model,
      String part,
      String unit,
      long count,
      double figure,
      double p95,
      double most,
      @Nullable Double threshold,
      boolean crossed,
      boolean crossedForLong,
      List<Point> points) {}

  /**
   * @param at when the step begins; steps without a value are left out
   */
  public record Point(Instant at, long count, double figure, double p95) {}

  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/metrics/series", "readMetricSeries")
            .says("metrics", "What was measured over time, by model and agent")
            .needs(Role.ADMIN)
            .query("since", "string", "How far back, from 5m to 30d; 24h when it is left out")
            .answers(200, SeriesList.class, "The series")
            .does(this::series));
  }

  private void series(Call call) {
    Instant now = clock.instant();
    Instant from =
        now.minus(call.query("since").map(MetricRoutes::back).orElse(Duration.ofDays(1)));
    List<Line> lines = history.read(from, now);
    List<Line> recent = history.read(now.minus(Crossing.SPAN), now);
    call.answer(
        200,
        new SeriesList(
            from,
            now,
            lines.isEmpty() ? 0 : lines.getFirst().step().toSeconds(),
            lines.stream().limit(MOST_SERIES).map(line -> view(line, recent, now)).toList()));
  }

  private static Duration back(String text) {
    Duration back =
        text.matches("[0-9]{1,5}[mhd]")
            ? Duration.parse((text.endsWith("d") ? "P" : "PT") + text.toUpperCase(Locale.ROOT))
            : Duration.ZERO;
    if (back.compareTo(Duration.ofMinutes(5)) < 0 || back.compareTo(MetricHistory.LONGEST) > 0) {
      throw ProblemException.badRequest("since must be a time from 5m to 30d, as 90m, 24h or 7d");
    }
    return back;
  }

  private static SeriesView view(Line line, List<Line> recent, Instant now) {
    Measure measure = line.series().measure();
    Histogram all = line.all();
    boolean forLong =
        recent.stream()
            .filter(other -> other.series().equals(line.series()))
            .anyMatch(other -> Crossing.of(other, now).isPresent());
    return new SeriesView(
        measure.label(),
        measure.meaning(),
        line.series().model(),
        line.series().part(),
        measure.unit(),
        all.count(),
        measure.figure(all),
        all.percentile(95),
        all.most(),
        measure.threshold(),
        measure.crosses(measure.figure(all)),
        forLong,
        line.points().entrySet().stream()
            .map(
                point ->
                    new Point(
                        point.getKey(),
                        point.getValue().count(),
                        measure.figure(point.getValue()),
                        point.getValue().percentile(95)))
            .toList());
  }
}
