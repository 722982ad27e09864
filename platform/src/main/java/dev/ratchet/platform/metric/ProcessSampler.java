package dev.ratchet.platform.metric;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures the memory of this process, and what else is looked at now and then, every minute. */
public final class ProcessSampler implements AutoCloseable {
  private static final Duration STEP = Duration.ofMinutes(1);
  private static final double MIB = 1 << 20;
  private static final Logger log = LoggerFactory.getLogger(ProcessSampler.class);

  private final MetricSeries series;
  private final String role;
  private final List<Gauge> gauges;
  private final Thread thread;

  /**
   * Something that is looked at.
   *
   * @param part for example the name of an index
   */
  public record Gauge(Measure measure, String part, Supplier<? extends Number> value) {}

  /**
   * @param role of this process, for example "api"
   */
  public ProcessSampler(MetricSeries series, String role, List<Gauge> gauges) {
    this.series = series;
    this.role = role;
    this.gauges = List.copyOf(gauges);
    this.thread = Thread.ofPlatform().daemon().name("process-sampler").start(this::work);
  }

  private void work() {
    try {
      while (true) {
        look();
        Thread.sleep(STEP);
      }
    } catch (InterruptedException closed) {
      // No more is asked.
    }
  }

  void look() {
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    series.record(Measure.HEAP_USED, heap.getUsed() / MIB, "", role);
    if (heap.getMax() > 0) {
      series.record(Measure.HEAP_MAX, heap.getMax() / MIB, "", role);
      series.record(Measure.HEAP_SHARE, 100.0 * heap.getUsed() / heap.getMax(), "", role);
    }
    residentMib().ifPresent(rss -> series.record(Measure.RSS, rss, "", role));
    for (Gauge gauge : gauges) {
      try {
        series.record(gauge.measure(), gauge.value().get().doubleValue(), "", gauge.part());
      } catch (RuntimeException unknown) {
        log.debug("gauge={} cause={}", gauge.measure().label(), unknown.toString());
      }
    }
  }

  /** Empty where the system does not tell. */
  private static OptionalDouble residentMib() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
          .findFirst();
    } catch (IOException notLinux) {
      return OptionalDouble.empty();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
