package dev.ratchet.faiss;

/**
 * A vector at length 1, so that an inner product is a cosine, and the length that it had. Of length
 * 0 it stays as it is: at a right angle to all.
 */
final class UnitVector {
  // Models give lengths of 1 up to rounding; those are kept to the bit.
  private static final double ROUNDING = 1e-5;

  /** At most that many numbers: a model's vectors have some thousand. */
  static final int MOST_DIMENSIONS = 1 << 16;

  private final float[] values;
  private final float length;

  private UnitVector(float[] values, float length) {
    this.values = values;
    this.length = length;
  }

  static UnitVector of(float[] vector) {
    if (vector.length == 0 || vector.length > MOST_DIMENSIONS) {
      throw new IllegalArgumentException(
          "a vector has from 1 to " + MOST_DIMENSIONS + " dimensions, this one " + vector.length);
    }
    double squares = 0;
    for (float value : vector) {
      squares += (double) value * value;
    }
    double length = Math.sqrt(squares);
    if (!(length <= Float.MAX_VALUE)) {
      throw new IllegalArgumentException("the vector holds what is no number, or is too long");
    }
    return length == 0 || Math.abs(length - 1) < ROUNDING
        ? new UnitVector(vector, 1)
        : new UnitVector(scaled(vector, 1 / length), (float) length);
  }

  /** Not a copy. */
  float[] values() {
    return values;
  }

  float length() {
    return length;
  }

  static float[] scaled(float[] vector, double factor) {
    float[] scaled = new float[vector.length];
    for (int i = 0; i < vector.length; i++) {
      scaled[i] = (float) (vector[i] * factor);
    }
    return scaled;
  }
}
