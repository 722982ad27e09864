package dev.ratchet.faiss;

import dev.langchain4j.data.embedding.Embedding;
import java.util.Random;

/** Random embeddings. */
final class Vectors {
  private final Random random;
  private final int dimensions;

  Vectors(long seed, int dimensions) {
    this.random = new Random(seed);
    this.dimensions = dimensions;
  }

  Embedding next() {
    float[] vector = new float[dimensions];
    for (int i = 0; i < dimensions; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return Embedding.from(vector);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }
}
