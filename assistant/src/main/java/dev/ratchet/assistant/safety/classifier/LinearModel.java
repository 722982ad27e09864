package dev.ratchet.assistant.safety.classifier;

import dev.ratchet.assistant.safety.text.Words;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** A weight for each bucket, in a byte, and a bias. Immutable. */
final class LinearModel {
  private final float bias;
  private final float unit;
  private final byte[] weights;

  private LinearModel(float bias, float unit, byte[] weights) {
    this.bias = bias;
    this.unit = unit;
    this.weights = weights;
  }

  /** Rounds weights to bytes; the largest becomes 127. */
  static LinearModel rounded(float bias, float[] weights) {
    float largest = 1e-6f;
    for (float weight : weights) {
      largest = Math.max(largest, Math.abs(weight));
    }
    float unit = largest / Byte.MAX_VALUE;
    byte[] rounded = new byte[weights.length];
    for (int i = 0; i < weights.length; i++) {
      rounded[i] = (byte) Math.round(weights[i] / unit);
    }
    return new LinearModel(bias, unit, rounded);
  }

  static LinearModel read(DataInputStream in) throws IOException {
    return new LinearModel(in.readFloat(), in.readFloat(), in.readNBytes(Features.BUCKETS));
  }

  void write(DataOutputStream out) throws IOException {
    out.writeFloat(bias);
    out.writeFloat(unit);
    out.write(weights);
  }

  /** The score of each window, in the order of {@link Windows}. */
  float[] scores(Words words) {
    int halves = Math.max(1, Math.ceilDiv(words.count(), Windows.STEP));
    int[] sums = new int[halves];
    int[] counts = new int[halves];
    int[] features = new int[Features.PER_WORD];
    for (int i = 0; i < words.count(); i++) {
      int found = Features.of(words, i, features);
      int half = i / Windows.STEP;
      counts[half] += found;
      for (int k = 0; k < found; k++) {
        sums[half] += weights[features[k]];
      }
    }
    float[] scores = new float[Math.max(1, halves - 1)];
    for (int i = 0; i < scores.length; i++) {
      boolean two = i + 1 < halves;
      scores[i] = score(sums[i] + (two ? sums[i + 1] : 0), counts[i] + (two ? counts[i + 1] : 0));
    }
    return scores;
  }

  /** The score of any features. */
  float score(int[] features) {
    int sum = 0;
    for (int feature : features) {
      sum += weights[feature];
    }
    return score(sum, features.length);
  }

  private float score(int sum, int count) {
    return count == 0 ? bias : bias + unit * sum / (float) Math.sqrt(count);
  }
}
