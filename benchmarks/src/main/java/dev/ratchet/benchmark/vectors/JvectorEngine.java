package dev.ratchet.benchmark.vectors;

import io.github.jbellis.jvector.graph.GraphIndexBuilder;
import io.github.jbellis.jvector.graph.GraphSearcher;
import io.github.jbellis.jvector.graph.ImmutableGraphIndex;
import io.github.jbellis.jvector.graph.ListRandomAccessVectorValues;
import io.github.jbellis.jvector.graph.SearchResult.NodeScore;
import io.github.jbellis.jvector.graph.similarity.DefaultSearchScoreProvider;
import io.github.jbellis.jvector.util.Bits;
import io.github.jbellis.jvector.vector.VectorSimilarityFunction;
import io.github.jbellis.jvector.vector.VectorizationProvider;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import io.github.jbellis.jvector.vector.types.VectorTypeSupport;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** jvector's graph in memory, with as many links and candidates as FAISS has. */
final class JvectorEngine implements Engine {
  private static final VectorTypeSupport TYPES =
      VectorizationProvider.getInstance().getVectorTypeSupport();
  private static final VectorSimilarityFunction PRODUCT = VectorSimilarityFunction.DOT_PRODUCT;
  // At the bottom, where HNSW has twice as many, and above.
  private static final List<Integer> DEGREES = List.of(64, 32);
  private static final int CONSTRUCTION = 100;
  private static final int CANDIDATES = 64;

  private @Nullable ListRandomAccessVectorValues values;
  private @Nullable GraphSearcher searcher;

  @Override
  public String name() {
    return "jvector";
  }

  @Override
  public void build(List<float[]> vectors) throws IOException {
    List<VectorFloat<?>> copies =
        vectors.stream().<VectorFloat<?>>map(TYPES::createFloatVector).toList();
    values = new ListRandomAccessVectorValues(copies, vectors.getFirst().length);
    // The factors are those of its documentation.
    try (GraphIndexBuilder builder =
        GraphIndexBuilder.builder(values, PRODUCT, DEGREES)
            .withBeamWidth(CONSTRUCTION)
            .withNeighborOverflow(1.2f)
            .withAlpha(1.2f)
            .build()) {
      ImmutableGraphIndex graph = builder.build(values);
      searcher = new GraphSearcher(graph);
    }
  }

  @Override
  public int[] search(float[] query, int most) {
    if (values == null || searcher == null) {
      throw new IllegalStateException("not built");
    }
    DefaultSearchScoreProvider scores =
        DefaultSearchScoreProvider.exact(TYPES.createFloatVector(query), PRODUCT, values);
    NodeScore[] nodes = searcher.search(scores, most, CANDIDATES, 0f, 0f, Bits.ALL).getNodes();
    return Arrays.stream(nodes).mapToInt(node -> node.node).toArray();
  }

  @Override
  public void close() throws IOException {
    if (searcher != null) {
      searcher.close();
    }
  }
}
