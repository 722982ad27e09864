package dev.ratchet.assistant.safety.classifier;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Where scores turn into decisions.
 *
 * @param low a lexical score below it needs no embedding: harmless
 * @param high a lexical score from it on needs none either: an attack
 * @param flag both scores together, from which a text is suspicious
 * @param block both scores together, from which it is an attack
 */
record Thresholds(float low, float high, float flag, float block) {
  Thresholds {
    if (low > high || flag > block) {
      throw new IllegalArgumentException("thresholds must rise");
    }
  }

  static Thresholds read(DataInputStream in) throws IOException {
    return new Thresholds(in.readFloat(), in.readFloat(), in.readFloat(), in.readFloat());
  }

  void write(DataOutputStream out) throws IOException {
    out.writeFloat(low);
    out.writeFloat(high);
    out.writeFloat(flag);
    out.writeFloat(block);
  }
}
