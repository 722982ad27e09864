package dev.ratchet.assistant.safety.classifier;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** A weight for each dimension of an embedding, and a bias. Immutable. */
final class EmbeddingHead {
  /** Of all-MiniLM-L6-v2, on whose embeddings the weights were trained. */
  static final int DIMENSIONS = 384;

  private final float[] weights;

  /**
   * @param weights the bias last
   */
  EmbeddingHead(float[] weights) {
    this.weights = weights.clone();
  }

  static EmbeddingHead read(DataInputStream in) throws IOException {
    float[] weights = new float[DIMENSIONS + 1];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = in.readFloat();
    }
    return new EmbeddingHead(weights);
  }

  void write(DataOutputStream out) throws IOException {
    for (float weight : weights) {
      out.writeFloat(weight);
    }
  }

  float score(float[] embedding) {
    if (embedding.length != DIMENSIONS) {
      throw new IllegalArgumentException(
          "an embedding must have " + DIMENSIONS + " dimensions, has " + embedding.length);
    }
    float score = weights[DIMENSIONS];
    for (int i = 0; i < DIMENSIONS; i++) {
      score += weights[i] * embedding[i];
    }
    return score;
  }
}
