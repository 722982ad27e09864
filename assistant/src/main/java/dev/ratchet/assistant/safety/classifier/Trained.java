package dev.ratchet.assistant.safety.classifier;

import java.util.Arrays;
import java.util.Random;

/**
 * Logistic regression by stochastic gradient descent, each weight with a rate of its own that falls
 * with its past gradients (AdaGrad). Deterministic. For one thread.
 */
final class Trained {
  private final float[] weights;
  private final float[] gradients;
  private final float rate;
  private final float decay;
  private float bias;
  private float biasGradient = 0.1f;

  /**
   * @param decay pulls a weight back to zero whenever it is used
   */
  Trained(int size, float rate, float decay) {
    weights = new float[size];
    gradients = new float[size];
    Arrays.fill(gradients, 0.1f);
    this.rate = rate;
    this.decay = decay;
  }

  /** Features that are there, each as much as the others, as {@link LinearModel} scores them. */
  float score(int[] features) {
    float sum = 0;
    for (int feature : features) {
      sum += weights[feature];
    }
    return features.length == 0 ? bias : bias + sum / (float) Math.sqrt(features.length);
  }

  float score(float[] values) {
    float sum = bias;
    for (int i = 0; i < values.length; i++) {
      sum += weights[i] * values[i];
    }
    return sum;
  }

  void learn(int[] features, boolean attack, double importance) {
    float error = error(score(features), attack, importance);
    float each = error / (float) Math.sqrt(Math.max(1, features.length));
    for (int feature : features) {
      step(feature, each);
    }
  }

  void learn(float[] values, boolean attack, double importance) {
    float error = error(score(values), attack, importance);
    for (int i = 0; i < values.length; i++) {
      step(i, error * values[i]);
    }
  }

  private float error(float score, boolean attack, double importance) {
    double probability = 1 / (1 + Math.exp(-score));
    float error = (float) ((probability - (attack ? 1 : 0)) * importance);
    biasGradient += error * error;
    bias -= rate * error / (float) Math.sqrt(biasGradient);
    return error;
  }

  private void step(int index, float slope) {
    float gradient = slope + decay * weights[index];
    gradients[index] += gradient * gradient;
    weights[index] -= rate * gradient / (float) Math.sqrt(gradients[index]);
  }

  LinearModel lexical() {
    return LinearModel.rounded(bias, weights);
  }

  /**
   * @param scale by which the values that it learned from were larger than embeddings are
   */
  EmbeddingHead head(float scale) {
    float[] all = Arrays.copyOf(weights, weights.length + 1);
    for (int i = 0; i < weights.length; i++) {
      all[i] *= scale;
    }
    all[weights.length] = bias;
    return new EmbeddingHead(all);
  }

  /** The order of one pass: shuffled, but the same in every run. */
  static int[] order(int size, int pass) {
    int[] order = new int[size];
    Arrays.setAll(order, i -> i);
    Random random = new Random(pass);
    for (int i = size - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int held = order[i];
      order[i] = order[other];
      order[other] = held;
    }
    return order;
  }
}
