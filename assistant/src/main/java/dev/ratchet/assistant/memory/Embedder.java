package dev.ratchet.assistant.memory;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the vectors of turns and of questions. Computes on the calling thread. Thread-safe. */
final class Embedder {
  /** Pieces that are handed to the model together: it spreads them over the cores. */
  private static final int BATCH = 16;

  /** Few enough that a kill in between costs a second of work. */
  private static final int TURNS = 32;

  private final EmbeddingModel model;
  private final TurnStore turns;
  private final VectorStore vectors;

  Embedder(EmbeddingModel model, TurnStore turns, VectorStore vectors) {
    this.model = model;
    this.turns = turns;
    this.vectors = vectors;
  }

  /** Of a question that is longer than the model reads, its beginning and its end count. */
  float[] question(String text) {
    List<String> pieces = Pieces.of(text);
    float[] first = one(pieces.getFirst());
    if (pieces.size() > 1) {
      float[] last = one(pieces.getLast());
      for (int i = 0; i < first.length; i++) {
        first[i] = (first[i] + last[i]) / 2;
      }
    }
    return first;
  }

  private float[] one(String piece) {
    return model.embed(piece).content().vector().clone();
  }

  /** Makes the vectors of the first of the turns, and keeps them. */
  void turns(String userId, List<String> turnIds) {
    List<StoredTurn> found =
        turns.find(userId, turnIds.subList(0, Math.min(TURNS, turnIds.size())));
    List<List<String>> texts = new ArrayList<>();
    for (StoredTurn stored : found) {
      texts.add(Pieces.of(stored.turn().question().content()));
      texts.add(Pieces.of(stored.turn().answer().content()));
    }
    List<float[]> made = all(texts.stream().flatMap(List::stream).toList());
    Map<String, TurnVectors> vectorsById = new LinkedHashMap<>();
    int next = 0;
    for (int i = 0; i < found.size(); i++) {
      int answer = next + texts.get(2 * i).size();
      int end = answer + texts.get(2 * i + 1).size();
      vectorsById.put(
          found.get(i).id(),
          new TurnVectors(made.subList(next, answer), made.subList(answer, end)));
      next = end;
    }
    vectors.put(userId, vectorsById);
  }

  List<float[]> all(List<String> pieces) {
    List<float[]> made = new ArrayList<>();
    for (int from = 0; from < pieces.size(); from += BATCH) {
      List<TextSegment> batch =
          pieces.subList(from, Math.min(from + BATCH, pieces.size())).stream()
              .map(TextSegment::from)
              .toList();
      model.embedAll(batch).content().forEach(embedding -> made.add(embedding.vector()));
    }
    return made;
  }
}
