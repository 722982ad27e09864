package dev.ratchet.platform.metric;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The figures of one process. Labels come from small fixed sets: never an id, a path or anything
 * that a caller chose. Thread-safe.
 */
public final class Metrics implements AutoCloseable {
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

  public void count(String name, String description, String label, String value) {
    Counter.builder(name).description(description).tag(label, value).register(registry).increment();
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
