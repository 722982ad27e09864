package dev.ratchet.platform.metric;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;

/**
 * Takes what this process measures, and keeps it in Redis for thirty days. Recording never waits:
 * values go through a bounded queue, and what does not fit is counted and dropped. What was
 * measured in the last {@link #FLUSH} before a crash is lost. Thread-safe.
 */
public final class MetricSeries implements AutoCloseable {
  static final Duration FLUSH = Duration.ofSeconds(10);

  /** Some seconds of the most that one process can answer. */
  static final int QUEUE = 8_192;

  private static final Logger log = LoggerFactory.getLogger(MetricSeries.class);

  private final BlockingQueue<Sample> queue = new ArrayBlockingQueue<>(QUEUE);
  private final AtomicLong dropped = new AtomicLong();
  private final InstantSource clock;
  private final Listener listener;
  private final Pages pages;
  private final Thread thread;
  private volatile boolean closed;

  private record Sample(Series series, double value, Instant at) {}

  /** Hears of each value, in one thread; for the process's own histograms. */
  @FunctionalInterface
  public interface Listener {
    void hear(Series series, double value);
  }

  /**
   * @param redis stays the caller's, who closes it after this
   * @param role of this process, for example "api"
   */
  public MetricSeries(UnifiedJedis redis, InstantSource clock, String role, Listener listener) {
    this.clock = clock;
    this.listener = listener;
    String process =
        String.format(Locale.ROOT, "%s-%06x", role, ThreadLocalRandom.current().nextInt(1 << 24));
    this.pages = new Pages(redis, process);
    this.thread = Thread.ofPlatform().daemon().name("metric-series").start(this::work);
  }

  /** Nothing happens for a value that is no finite number. */
  public void record(Series series, double value) {
    if (Double.isFinite(value) && !queue.offer(new Sample(series, value, clock.instant()))) {
      dropped.incrementAndGet();
    }
  }

  public void record(Measure measure, double value, String model, String part) {
    record(new Series(measure, model, part), value);
  }

  /** In milliseconds. */
  public void record(Measure measure, Duration time, String model, String part) {
    record(measure, time.toNanos() / 1e6, model, part);
  }

  /** How many values and steps were not kept. */
  public long dropped() {
    return dropped.get() + pages.dropped();
  }

  private void work() {
    long flushed = System.nanoTime();
    while (!closed || !queue.isEmpty()) {
      try {
        take();
        if (System.nanoTime() - flushed > FLUSH.toNanos()) {
          pages.flush();
          flushed = System.nanoTime();
        }
      } catch (RuntimeException e) {
        log.error("metrics=fault", e);
      }
    }
    pages.flush();
  }

  private void take() {
    List<Sample> batch = new ArrayList<>();
    try {
      Sample first = queue.poll(100, TimeUnit.MILLISECONDS);
      if (first != null) {
        batch.add(first);
      }
    } catch (InterruptedException e) {
      closed = true;
    }
    queue.drainTo(batch);
    for (Sample sample : batch) {
      Series series = pages.add(sample.series(), sample.value(), sample.at());
      listener.hear(series, sample.value());
    }
  }

  /** Writes what there is. */
  @Override
  public void close() {
    closed = true;
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
