package dev.ratchet.platform.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.platform.metric.MetricHistory.Line;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CrossingTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  /** Values of the last hours, the oldest first, so many in each. */
  private static Line line(Measure measure, int times, double... hours) {
    Line line = new Line(new Series(measure, "m", "a"), Duration.ofMinutes(5), new TreeMap<>());
    for (int i = 0; i < hours.length; i++) {
      Histogram values = new Histogram();
      for (int time = 0; time < times; time++) {
        values.add(hours[i]);
      }
      line.points().put(NOW.minus(Duration.ofHours(hours.length - i)), values);
    }
    return line;
  }

  @Test
  void threeOfFourHoursAreLong() {
    assertThat(Crossing.of(line(Measure.RECALL, 5, 30, 5, 30, 30), NOW))
        .hasValueSatisfying(
            crossing -> assertThat(crossing.figures()).containsExactly(30.0, 30.0, 30.0));
    assertThat(Crossing.of(line(Measure.RECALL, 5, 5, 5, 30, 30), NOW)).isEmpty();
  }

  @Test
  void whatWasLongAgoDoesNotCount() {
    assertThat(Crossing.of(line(Measure.RECALL, 5, 30, 30, 30, 5, 5), NOW)).isEmpty();
  }

  @Test
  void fewValuesSayNothing() {
    assertThat(Crossing.of(line(Measure.RECALL, 4, 30, 30, 30, 30), NOW)).isEmpty();
  }

  @Test
  void aRateShouldStayAboveItsThreshold() {
    assertThat(Crossing.of(line(Measure.TOKEN_RATE, 5, 2, 2, 2, 2), NOW)).isPresent();
    assertThat(Crossing.of(line(Measure.TOKEN_RATE, 5, 30, 30, 30, 30), NOW)).isEmpty();
  }

  @Test
  void errorsCountByTheirShareAndWhatHasNoThresholdNever() {
    Line errors = line(Measure.ERRORS, 8, 0, 0, 0, 0);
    errors.points().values().forEach(hour -> hour.add(1));
    assertThat(Crossing.of(errors, NOW)).isPresent();
    assertThat(Crossing.of(line(Measure.HEAP_USED, 9, 1e6, 1e6, 1e6, 1e6), NOW)).isEmpty();
  }
}
