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
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The figures of one process. Labels come from small fixed sets: never an id, a path or anything
 * that a caller chose. Thread-safe.
 */
public final class Metrics implements AutoCloseable {
  /** From a filter's tenth of a millisecond to a long answer of a slow model. */
  private static final Duration[] TIMES =
      Stream.of(
              100L,
              250L,
              500L,
              1_000L,
              2_500L,
              5_000L,
              10_000L,
              25_000L,
              50_000L,
              100_000L,
              250_000L,
              500_000L,
              1_000_000L,
              2_500_000L,
              5_000_000L,
              10_000_000L,
              30_000_000L,
              60_000_000L,
              120_000_000L,
              300_000_000L)
          .map(micros -> Duration.of(micros, ChronoUnit.MICROS))
          .toArray(Duration[]::new);

  private final PrometheusMeterRegistry registry;

  /** On the way of every request: found without making its labels anew. */
  private final Map<Requests, Timer> requests = new ConcurrentHashMap<>();

  private final JvmGcMetrics collections = new JvmGcMetrics();

  private record Requests(String method, String route, int status) {}

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
    requests.computeIfAbsent(new Requests(method, route, status), this::timer).record(elapsed);
  }

  private Timer timer(Requests kind) {
    return Timer.builder("ratchet.http.requests")
        .description("Time to answer HTTP requests.")
        .tag("method", kind.method)
        .tag("route", kind.route)
        .tag("status", Integer.toString(kind.status))
        .register(registry);
  }

  /**
   * Counts one.
   *
   * @param labels names and values in turn
   */
  public void count(String name, String description, String... labels) {
    Counter.builder(name).description(description).tags(labels).register(registry).increment();
  }

  /**
   * A time, as a histogram from 0.1 ms to 5 minutes.
   *
   * @param labels names and values in turn
   */
  public void time(String name, String description, Duration elapsed, String... labels) {
    Timer.builder(name)
        .description(description)
        .tags(labels)
        .serviceLevelObjectives(TIMES)
        .register(registry)
        .record(elapsed);
  }

  /**
   * Another figure than a time, as a histogram.
   *
   * @param buckets upper bounds, ascending
   * @param labels names and values in turn
   */
  public void observe(
      String name, String description, double value, double[] buckets, String... labels) {
    DistributionSummary.builder(name)
        .description(description)
        .tags(labels)
        .serviceLevelObjectives(buckets)
        .register(registry)
        .record(value);
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
