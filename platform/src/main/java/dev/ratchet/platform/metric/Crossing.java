package dev.ratchet.platform.metric;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A threshold that is crossed for long: in at least three of the last four hours. One bad hour is a
 * busy one; an hour with few values says nothing.
 *
 * @param figures of the hours in which it was crossed, the oldest first
 */
public record Crossing(Series series, List<Double> figures) {
  /** How far back is looked. */
  public static final Duration SPAN = Duration.ofHours(4);

  private static final int HOURS = 4;
  private static final int LEAST_HOURS = 3;
  private static final int LEAST_VALUES = 5;

  public Crossing {
    figures = List.copyOf(figures);
  }

  public static Optional<Crossing> of(MetricHistory.Line line, Instant now) {
    Measure measure = line.series().measure();
    List<Double> figures =
        IntStream.rangeClosed(1, HOURS)
            .mapToObj(hour -> now.minus(Duration.ofHours(HOURS + 1L - hour)))
            .map(begin -> line.between(begin, begin.plus(Duration.ofHours(1))))
            .filter(values -> values.count() >= LEAST_VALUES)
            .map(measure::figure)
            .filter(measure::crosses)
            .toList();
    return figures.size() >= LEAST_HOURS
        ? Optional.of(new Crossing(line.series(), figures))
        : Optional.empty();
  }
}
