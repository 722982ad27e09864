package dev.ratchet.cli.client;

/** Figures over time as a line of bars. */
final class Sparkline {
  private static final String BARS = "▁▂▃▄▅▆▇█";

  private final double[] sums;
  private final int[] counts;

  /**
   * @param width in characters, each of an equal share of the time
   */
  Sparkline(int width) {
    this.sums = new double[width];
    this.counts = new int[width];
  }

  /**
   * @param place in the time, from 0 to 1
   */
  void add(double place, double figure) {
    int index = Math.clamp((long) (place * sums.length), 0, sums.length - 1);
    sums[index] += figure;
    counts[index]++;
  }

  /** The highest bar is the highest figure, the lowest is zero; no bar where nothing is known. */
  String text() {
    double highest = 0;
    for (int i = 0; i < sums.length; i++) {
      highest = Math.max(highest, mean(i));
    }
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < sums.length; i++) {
      line.append(counts[i] == 0 ? ' ' : bar(highest == 0 ? 0 : mean(i) / highest));
    }
    return line.toString();
  }

  private double mean(int index) {
    return counts[index] == 0 ? 0 : sums[index] / counts[index];
  }

  private static char bar(double share) {
    return BARS.charAt(Math.clamp(Math.round(share * (BARS.length() - 1)), 0, 7));
  }
}
