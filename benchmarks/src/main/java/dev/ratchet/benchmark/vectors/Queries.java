package dev.ratchet.benchmark.vectors;

import java.util.Arrays;
import java.util.List;

/** What is searched for, and by exact search how near the nearest are. */
final class Queries {
  static final int NEAREST = 10;

  private final List<float[]> vectors;
  private final List<float[]> queries;
  private final double[] leastProducts;

  Queries(List<float[]> vectors, List<float[]> queries) {
    this.vectors = vectors;
    this.queries = queries;
    leastProducts = queries.parallelStream().mapToDouble(this::leastProduct).toArray();
  }

  int size() {
    return queries.size();
  }

  float[] get(int query) {
    return queries.get(query);
  }

  /** How many are as near as the ten nearest: of equally near ones any will do. */
  long rightOf(int query, int[] found) {
    return Arrays.stream(found)
        .distinct()
        .filter(i -> product(vectors.get(i), queries.get(query)) >= leastProducts[query] - 1e-6)
        .count();
  }

  private double leastProduct(float[] query) {
    double[] products = vectors.stream().mapToDouble(vector -> product(vector, query)).toArray();
    Arrays.sort(products);
    return products[products.length - NEAREST];
  }

  private static float product(float[] one, float[] other) {
    float product = 0;
    for (int i = 0; i < one.length; i++) {
      product += one[i] * other[i];
    }
    return product;
  }
}
