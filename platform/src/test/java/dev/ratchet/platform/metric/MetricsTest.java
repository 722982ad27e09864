package dev.ratchet.platform.metric;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MetricsTest {
  @ParameterizedTest
  @EnumSource(Measure.class)
  void everyMeasureIsAHistogramForPrometheus(Measure measure) {
    try (Metrics metrics = new Metrics()) {
      metrics.observe(new Series(measure, "some-model", "assistant"), 1);
      assertThat(metrics.scrape()).contains("model=\"some-model\"", "_bucket{");
    }
  }
}
