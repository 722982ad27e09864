package dev.ratchet.benchmark.vectors;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How long a search among vectors takes and how many of the nearest it finds, for one search at a
 * time: Ratchet's store beside jvector and Lucene, over the same vectors, in turn.
 */
public final class Vectors {
  private static final int QUERIES = 1_000;
  private static final int ROUNDS = 5;
  private static final int[] SIZES = {1_000, 2_000, 5_000, 10_000, 20_000};

  private Vectors() {}

  /** Arguments: the packaged system, a folder to keep embeddings in, and how many vectors. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[1]);
    int count = Integer.parseInt(arguments[2]);
    List<float[]> lines = EmbeddedLines.of(count + QUERIES, folder);
    List<float[]> vectors = lines.subList(0, count);
    List<float[]> queries = lines.subList(count, lines.size());
    besidePeers(vectors, queries, folder);
    flatAndGraph(vectors, queries);
  }

  private static void besidePeers(List<float[]> vectors, List<float[]> queries, Path folder)
      throws Exception {
    int threads = Runtime.getRuntime().availableProcessors();
    System.out.printf(
        "%d vectors of %d dimensions, %d queries, %d times%n%n",
        vectors.size(), vectors.getFirst().length, queries.size(), ROUNDS);
    List<Measured> engines =
        measure(
            vectors,
            queries,
            List.of(
                FaissEngine.graph(threads),
                new JvectorEngine(),
                new LuceneEngine(folder.resolve("lucene")),
                FaissEngine.flat()));
    System.out.println("| engine | p50 | p99 | recall@10 | built in |");
    System.out.println("|---|---|---|---|---|");
    for (Measured engine : engines) {
      System.out.printf(
          "| %s | %.2f ms | %.2f ms | %.4f | %.0f s |%n",
          engine.name(),
          engine.milliseconds(.5),
          engine.milliseconds(.99),
          engine.recall(),
          engine.buildSeconds());
      engine.close();
    }
  }

  /** Where a graph begins to pay. */
  private static void flatAndGraph(List<float[]> all, List<float[]> queries) throws Exception {
    System.out.println();
    System.out.println("| vectors | flat p50 | graph p50 | graph recall@10 | graph built in |");
    System.out.println("|---|---|---|---|---|");
    for (int size : SIZES) {
      if (size > all.size()) {
        return;
      }
      List<Measured> engines =
          measure(all.subList(0, size), queries, List.of(FaissEngine.flat(), FaissEngine.graph(1)));
      Measured flat = engines.getFirst();
      Measured graph = engines.getLast();
      System.out.printf(
          "| %d | %.3f ms | %.3f ms | %.4f | %.1f s |%n",
          size,
          flat.milliseconds(.5),
          graph.milliseconds(.5),
          graph.recall(),
          graph.buildSeconds());
      flat.close();
      graph.close();
    }
  }

  /** One after the other in each round, so that the machine's noise meets all. */
  private static List<Measured> measure(
      List<float[]> vectors, List<float[]> queries, List<Engine> engines) throws Exception {
    Queries exact = new Queries(vectors, queries);
    List<Measured> measured = new ArrayList<>();
    for (Engine engine : engines) {
      measured.add(new Measured(engine, vectors));
    }
    for (int round = 0; round <= ROUNDS; round++) {
      for (Measured engine : measured) {
        engine.search(exact, round > 0);
      }
    }
    return measured;
  }
}
