package dev.ratchet.faiss;

/**
 * How a store keeps its vectors.
 *
 * @param flatUpTo so many vectors are compared one by one; more get a graph
 * @param neighbours links of a vector in the graph: more find better, and take more memory
 * @param efConstruction how many candidates are looked at to link a vector
 * @param efSearch how many candidates are looked at in a search
 * @param threads that build a graph
 */
public record FaissSettings(
    int flatUpTo, int neighbours, int efConstruction, int efSearch, int threads) {
  public static final FaissSettings DEFAULT =
      new FaissSettings(
          5_000, 32, 100, 64, Math.max(1, Runtime.getRuntime().availableProcessors() / 2));

  public FaissSettings {
    check("flatUpTo", flatUpTo, 1, 1_000_000);
    check("neighbours", neighbours, 4, 128);
    check("efConstruction", efConstruction, neighbours, 1_000);
    check("efSearch", efSearch, 1, 1_000);
    check("threads", threads, 1, 256);
  }

  private static void check(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " is " + value + "; sensible is from " + least + " to " + most);
    }
  }

  public FaissSettings withFlatUpTo(int vectors) {
    return new FaissSettings(vectors, neighbours, efConstruction, efSearch, threads);
  }
}
