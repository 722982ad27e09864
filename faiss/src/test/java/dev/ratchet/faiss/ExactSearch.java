package dev.ratchet.faiss;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.store.embedding.CosineSimilarity;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What a store has to agree with. */
final class ExactSearch {
  private final Map<String, Embedding> embeddings = new HashMap<>();

  void put(String id, Embedding embedding) {
    embeddings.put(id, embedding);
  }

  void remove(String id) {
    embeddings.remove(id);
  }

  int size() {
    return embeddings.size();
  }

  double score(String id, Embedding query) {
    return (CosineSimilarity.between(embeddings.get(id), query) + 1) / 2;
  }

  List<Double> bestScores(Embedding query, int most, Predicate<String> fits) {
    return embeddings.keySet().stream()
        .filter(fits)
        .map(id -> score(id, query))
        .sorted(Comparator.reverseOrder())
        .limit(most)
        .toList();
  }
}
