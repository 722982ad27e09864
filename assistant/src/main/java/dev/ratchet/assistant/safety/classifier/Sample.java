package dev.ratchet.assistant.safety.classifier;

import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.ratchet.assistant.safety.classifier.Windows.Window;
import dev.ratchet.assistant.safety.text.View;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** An example, its windows' features and embeddings. */
record Sample(Example example, List<Features> windows) {
  /**
   * Of an attack only the half of its windows that looks worst is learned from, but two at least:
   * long attacks hold long harmless parts.
   */
  private static final int LEAST = 2;

  Sample {
    windows = List.copyOf(windows);
  }

  /** Of one window. Arrays are shared, and nobody writes to them. */
  @SuppressWarnings("ArrayRecordComponent")
  record Features(int[] words, float[] embedding) {}

  static Sample of(Example example, EmbeddingModel embeddings, float scale) {
    View view = example.view();
    List<Features> features = new ArrayList<>();
    for (Window window : Windows.of(view.words())) {
      float[] vector = embeddings.embed(Windows.text(view, window)).content().vector().clone();
      for (int i = 0; i < vector.length; i++) {
        vector[i] *= scale;
      }
      features.add(
          new Features(
              dev.ratchet.assistant.safety.classifier.Features.of(
                  view.words(), window.from(), window.to()),
              vector));
    }
    return new Sample(example, features);
  }

  /** What to learn from in this pass. */
  List<Features> used(int pass, ToDoubleFunction<Features> score) {
    if (!example.attack() || pass < 2 || windows.size() <= LEAST) {
      return windows;
    }
    return windows.stream()
        .sorted(Comparator.comparingDouble(score).reversed())
        .limit(Math.max(LEAST, windows.size() / 2))
        .toList();
  }

  /** The project's own texts are few and chosen to be hard: they count for more. */
  double importance(int windowsUsed) {
    double each =
        switch (example.group()) {
          case "own-benign", "document" -> 1.5;
          case "own-attack" -> 2;
          case "own-document" -> 4;
          default -> 1;
        };
    return each / Math.sqrt(windowsUsed);
  }
}
