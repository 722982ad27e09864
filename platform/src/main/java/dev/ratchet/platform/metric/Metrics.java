package dev.ratchet.platform.metric;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The figures of one process. Labels come from small fixed sets: never an id, a path or anything
 * that a caller chose. Thread-safe.
 */
public final class Metrics implements AutoCloseable {
  private final PrometheusMeterRegistry registry;
  private final JvmGcMetrics collections = new JvmGcMetrics();

  public Metrics() {
    registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new JvmMemoryMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    collections.bindTo(registry);
  }

  /**
   * @param route as in the table of routes, with {names}; "none" when no route matched
   */
  public void request(String method, String route, int status, Duration elapsed) {
    Timer.builder("ratchet.http.requests")
        .description("Time to answer HTTP requests.")
        .tag("method", method)
        .tag("route", route)
        .tag("status", Integer.toString(status))
        .register(registry)
        .record(elapsed);
  }

  public void count(String name, String description, String label, String value) {
    Counter.builder(name).description(description).tag(label, value).register(registry).increment();
  }

  /**
   * A value of a series, in a histogram of its measure: "ratchet_chat_first_token_ms" and so on.
   * The series are few: {@link MetricSeries} sees to it.
   */
  public void observe(Series series, double value) {
    DistributionSummary.builder("ratchet." + series.measure().label())
        .description(series.measure().meaning())
        .baseUnit(series.measure().baseUnit())
        .tag("model", series.model())
        .tag("part", series.part())
        .serviceLevelObjectives(series.measure().buckets())
        .register(registry)
        .record(value);
  }

  /** A value that is read when somebody looks. */
  public void gauge(String name, String description, Supplier<Number> value) {
    Gauge.builder(name, value).description(description).strongReference(true).register(registry);
  }

  public void gauge(
      String name, String description, String label, String labelValue, Supplier<Number> value) {
    Gauge.builder(name, value)
        .description(description)
        .tag(label, labelValue)
        .strongReference(true)
        .register(registry);
  }

  /** In Prometheus's text format. */
  public String scrape() {
    return registry.scrape();
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
