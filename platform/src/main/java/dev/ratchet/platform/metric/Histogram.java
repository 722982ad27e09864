package dev.ratchet.platform.metric;

import java.util.Map;
import java.util.TreeMap;

/**
 * How often which values occurred, in buckets whose bounds grow by a quarter, so that a percentile
 * is right to about an eighth whatever the unit. Few buckets are occupied in practice: as text it
 * takes some 50 bytes, at the very most 1.5 KiB. Not thread-safe.
 */
public final class Histogram {
  private static final double GROWTH = Math.log(1.25);

  /** A ten-thousandth; below it, and for what is not positive, one bucket. */
  private static final int LOWEST = -42;

  /** Fifty million. */
  private static final int HIGHEST = 80;

  private final Map<Integer, Long> buckets = new TreeMap<>();
  private long count;
  private double sum;
  private double least = Double.POSITIVE_INFINITY;
  private double most = Double.NEGATIVE_INFINITY;

  /**
   * @param value a finite number
   */
  public void add(double value) {
    buckets.merge(bucket(value), 1L, Long::sum);
    count++;
    sum += value;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }

  private static int bucket(double value) {
    return value <= 0
        ? LOWEST
        : (int) Math.clamp(Math.floor(Math.log(value) / GROWTH), LOWEST, HIGHEST);
  }

  public void add(Histogram other) {
    other.buckets.forEach((bucket, times) -> buckets.merge(bucket, times, Long::sum));
    count += other.count;
    sum += other.sum;
    least = Math.min(least, other.least);
    most = Math.max(most, other.most);
  }

  public long count() {
    return count;
  }

  /** 0 while there is no value; so are all figures. */
  public double mean() {
    return count == 0 ? 0 : sum / count;
  }

  public double most() {
    return count == 0 ? 0 : most;
  }

  /**
   * @param percent from 0 to 100
   */
  public double percentile(double percent) {
    long rank = Math.max(1, (long) Math.ceil(count * percent / 100));
    long passed = 0;
    for (Map.Entry<Integer, Long> bucket : buckets.entrySet()) {
      passed += bucket.getValue();
      if (passed >= rank) {
        return Math.clamp(middle(bucket.getKey()), least, most);
      }
    }
    return 0;
  }

  private static double middle(int bucket) {
    return bucket == LOWEST ? 0 : Math.exp((bucket + 0.5) * GROWTH);
  }

  /** For Redis: "sum least most bucket:count …". */
  String encode() {
    StringBuilder text = new StringBuilder();
    text.append((float) sum).append(' ').append((float) least).append(' ').append((float) most);
    buckets.forEach((bucket, times) -> text.append(' ').append(bucket).append(':').append(times));
    return text.toString();
  }

  /**
   * @throws IllegalArgumentException for anything but what {@link #encode} writes
   */
  static Histogram decode(String text) {
    String[] parts = text.split(" ");
    if (parts.length < 4) {
      throw new IllegalArgumentException("no histogram: " + text);
    }
    Histogram histogram = new Histogram();
    histogram.sum = Double.parseDouble(parts[0]);
    histogram.least = Double.parseDouble(parts[1]);
    histogram.most = Double.parseDouble(parts[2]);
    for (int i = 3; i < parts.length; i++) {
      int colon = parts[i].indexOf(':');
      if (colon < 1) {
        throw new IllegalArgumentException("no histogram: " + text);
      }
      long times = Long.parseLong(parts[i].substring(colon + 1));
      histogram.buckets.merge(Integer.valueOf(parts[i].substring(0, colon)), times, Long::sum);
      histogram.count += times;
    }
    return histogram;
  }
}
