package dev.ratchet.benchmark.vectors;

import java.util.ArrayList;
import java.util.List;

/** An engine that holds vectors, and how its searches went. */
final class Measured implements AutoCloseable {
  private final Engine engine;
  private final double buildSeconds;
  private final List<Long> nanoseconds = new ArrayList<>();
  private long wanted;
  private long found;

  Measured(Engine engine, List<float[]> vectors) throws Exception {
    this.engine = engine;
    long begin = System.nanoTime();
    engine.build(vectors);
    buildSeconds = (System.nanoTime() - begin) / 1e9;
  }

  /**
   * @param counts or only warms up
   */
  void search(Queries queries, boolean counts) throws Exception {
    for (int i = 0; i < queries.size(); i++) {
      long begin = System.nanoTime();
      int[] nearest = engine.search(queries.get(i), Queries.NEAREST);
      long took = System.nanoTime() - begin;
      if (counts) {
        nanoseconds.add(took);
        wanted += Queries.NEAREST;
        found += queries.rightOf(i, nearest);
      }
    }
  }

  String name() {
    return engine.name();
  }

  double buildSeconds() {
    return buildSeconds;
  }

  double milliseconds(double quantile) {
    List<Long> sorted = nanoseconds.stream().sorted().toList();
    return sorted.get((int) (quantile * (sorted.size() - 1))) / 1e6;
  }

  double recall() {
    return (double) found / wanted;
  }

  @Override
  public void close() throws Exception {
    engine.close();
  }
}
