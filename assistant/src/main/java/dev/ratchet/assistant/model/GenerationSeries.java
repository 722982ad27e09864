package dev.ratchet.assistant.model;

import dev.ratchet.platform.metric.Measure;
import dev.ratchet.platform.metric.MetricSeries;

/** Writes the figures of generations down, over time. Thread-safe. */
public record GenerationSeries(MetricSeries series) implements ModelObserver {
  @Override
  public void generated(Generated figures) {
    if (figures.failure() == ModelFailure.Kind.CANCELLED) {
      return;
    }
    String model = figures.model();
    String agent = figures.agent();
    series.record(Measure.ERRORS, figures.well() ? 0 : 1, model, agent);
    if (figures.tries() == 0) {
      return;
    }
    series.record(Measure.QUEUE, figures.queued(), model, agent);
    if (figures.well()) {
      series.record(Measure.FIRST_TOKEN, figures.firstToken(), model, agent);
      series.record(Measure.TOTAL, figures.total(), model, agent);
      figures
          .tokensPerSecond()
          .ifPresent(rate -> series.record(Measure.TOKEN_RATE, rate, model, agent));
    }
  }
}
