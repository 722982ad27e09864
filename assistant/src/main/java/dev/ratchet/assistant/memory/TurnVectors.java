package dev.ratchet.assistant.memory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The vectors of a turn's texts, one for each piece. In Redis: a byte for the format, the
 * dimension, two counts, then float32, all little-endian.
 */
record TurnVectors(List<float[]> question, List<float[]> answer) {
  private static final byte FORMAT = 1;
  private static final int HEADER = 7;

  byte[] write() {
    int dimension = question.isEmpty() && answer.isEmpty() ? 0 : first().length;
    int size = (question.size() + answer.size()) * dimension * Float.BYTES;
    ByteBuffer buffer = ByteBuffer.allocate(HEADER + size).order(ByteOrder.LITTLE_ENDIAN);
    buffer.put(FORMAT).putShort((short) dimension);
    buffer.putShort((short) question.size()).putShort((short) answer.size());
    question.forEach(vector -> put(buffer, vector));
    answer.forEach(vector -> put(buffer, vector));
    return buffer.array();
  }

  private float[] first() {
    return question.isEmpty() ? answer.getFirst() : question.getFirst();
  }

  private static void put(ByteBuffer buffer, float[] vector) {
    for (float value : vector) {
      buffer.putFloat(value);
    }
  }

  /**
   * Reads what {@link #write} made.
   *
   * @throws IllegalArgumentException when it is something else
   */
  static TurnVectors read(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < HEADER || buffer.get() != FORMAT) {
      throw new IllegalArgumentException("no vectors of format " + FORMAT);
    }
    int dimension = buffer.getShort();
    int questions = buffer.getShort();
    int answers = buffer.getShort();
    if (buffer.remaining() != (questions + answers) * dimension * Float.BYTES) {
      throw new IllegalArgumentException("vectors are cut off");
    }
    return new TurnVectors(take(buffer, questions, dimension), take(buffer, answers, dimension));
  }

  private static List<float[]> take(ByteBuffer buffer, int count, int dimension) {
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] vector = new float[dimension];
      for (int j = 0; j < dimension; j++) {
        vector[j] = buffer.getFloat();
      }
      vectors.add(vector);
    }
    return vectors;
  }
}
