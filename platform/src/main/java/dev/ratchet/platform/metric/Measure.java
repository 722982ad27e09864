package dev.ratchet.platform.metric;

import dev.ratchet.domain.PerformanceMetric;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is measured over time, and where it begins to be a problem. */
public enum Measure {
  /** A person who waits longer for a turn thinks that nothing happens. */
  QUEUE("chat.queue", "ms", 10_000.0, "assistant", "time that questions wait for the model"),
  /** Half of the time after which the call is given up. */
  FIRST_TOKEN("chat.first-token", "ms", 15_000.0, "assistant", "time to an answer's first word"),
  TOTAL("chat.total", "ms", 120_000.0, "assistant", "time to the end of an answer"),
  /** Slower than people read. */
  TOKEN_RATE("chat.tokens-per-second", "1/s", 4.0, "assistant", "how fast answers are written"),
  ERRORS("chat.errors", "share", 0.1, "assistant", "1 for an answer that failed, 0 for others"),
  /** Beside the time to embed the query. */
  RECALL("recall.time", "ms", 20.0, "assistant", "time to search the memories"),
  EMBEDDING("recall.embedding", "ms", 100.0, "assistant", "time to embed a question"),
  FILTER("filter.time", "ms", 20.0, "assistant", "time to judge a text"),
  HEAP_USED("memory.heap-used", "MiB", null, "platform", "heap in use"),
  HEAP_MAX("memory.heap-max", "MiB", null, "platform", "heap that may be used"),
  /** Above it the garbage collector works more than the program. */
  HEAP_SHARE("memory.heap-share", "%", 90.0, "platform", "share of the heap that is in use"),
  /** With a model server beside it, more is missing elsewhere on a machine of 8 GiB. */
  RSS("memory.rss", "MiB", 3_072.0, "platform", "memory of the process, native included"),
  INDEX_SIZE("memory.index", "MiB", 1_024.0, "faiss", "memory of the search indexes"),
  SESSIONS("memory.sessions", "sessions", null, "assistant", "sessions that are held");

  private static final double[] MILLIS = {
    0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000,
    50_000, 100_000, 250_000
  };
  private static final double[] RATES = {1, 2.5, 5, 10, 25, 50, 100, 250, 1_000};
  private static final double[] SHARES = {0.5, 1};
  private static final double[] SIZES = {10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000};

  private final String label;
  private final String unit;
  private final @Nullable Double threshold;
  private final String module;
  private final String meaning;

  Measure(String label, String unit, @Nullable Double threshold, String module, String meaning) {
    this.label = label;
    this.unit = unit;
    this.threshold = threshold;
    this.module = module;
    this.meaning = meaning;
  }

  public static Optional<Measure> of(String label) {
    return Arrays.stream(values()).filter(measure -> measure.label.equals(label)).findFirst();
  }

  /** For example "chat.first-token". */
  public String label() {
    return label;
  }

  public String unit() {
    return unit;
  }

  /** What the statistic should stay below; for a rate, above. Null when anything is right. */
  public @Nullable Double threshold() {
    return threshold;
  }

  /** The module whose code decides about it. */
  public String module() {
    return module;
  }

  public String meaning() {
    return meaning;
  }

  /** The figure of many values that counts: their median, and of errors their share. */
  public double figure(Histogram values) {
    return this == ERRORS ? values.mean() : values.percentile(50);
  }

  public boolean crosses(double figure) {
    return threshold != null && (this == TOKEN_RATE ? figure < threshold : figure > threshold);
  }

  /** As Prometheus's names end. */
  String baseUnit() {
    return switch (unit) {
      case "1/s" -> "per_second";
      case "%" -> "percent";
      default -> unit.toLowerCase(Locale.ROOT);
    };
  }

  /** Upper bounds for /metrics: 1, 2.5 and 5 of each power of ten that occurs. */
  double[] buckets() {
    return switch (unit) {
      case "ms" -> MILLIS;
      case "1/s" -> RATES;
      case "share" -> SHARES;
      default -> SIZES;
    };
  }

  public PerformanceMetric metric(String name, double value, Instant at) {
    return new PerformanceMetric(name, value, unit, at, threshold);
  }
}
