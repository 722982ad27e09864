package dev.ratchet.benchmark.vectors;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.ratchet.faiss.FaissEmbeddingStore;
import dev.ratchet.faiss.FaissSettings;
import java.util.ArrayList;
import java.util.List;

/** Ratchet's store as the assistant uses it: a search makes the matches with ids and vectors. */
final class FaissEngine implements Engine {
  private final String name;
  private final FaissEmbeddingStore store;
  private final List<Runnable> rebuilds = new ArrayList<>();

  private FaissEngine(String name, FaissSettings settings) {
    this.name = name;
    this.store = new FaissEmbeddingStore(settings, rebuilds::add);
  }

  static FaissEngine graph(int threads) {
    FaissSettings shipped = FaissSettings.DEFAULT;
    return new FaissEngine(
        "Ratchet, FAISS HNSW",
        new FaissSettings(
            1, shipped.neighbours(), shipped.efConstruction(), shipped.efSearch(), threads));
  }

  static FaissEngine flat() {
    return new FaissEngine("Ratchet, FAISS flat", FaissSettings.DEFAULT.withFlatUpTo(1_000_000));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void build(List<float[]> vectors) {
    for (int i = 0; i < vectors.size(); i++) {
      store.add(Integer.toString(i), Embedding.from(vectors.get(i)));
    }
    rebuilds.forEach(Runnable::run);
  }

  @Override
  public int[] search(float[] query, int most) {
    EmbeddingSearchRequest request =
        EmbeddingSearchRequest.builder()
            .queryEmbedding(Embedding.from(query))
            .maxResults(most)
            .build();
    return store.search(request).matches().stream()
        .mapToInt(match -> Integer.parseInt(match.embeddingId()))
        .toArray();
  }

  @Override
  public void close() {
    store.close();
  }
}
