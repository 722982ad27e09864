package dev.ratchet.assistant.safety.classifier;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The files of weights beside these classes; {@link Train} writes them. */
public enum Weights {
  ATTACK_WORDING("attack-wording.weights"),
  INSTRUCTION_IN_DATA("instruction-in-data.weights");

  private final String file;

  Weights(String file) {
    this.file = file;
  }

  String file() {
    return file;
  }

  /** Makes something of an open file. */
  @FunctionalInterface
  interface Reader<T> {
    T read(DataInputStream in) throws IOException;
  }

  <T> T load(Reader<T> reader) {
    try (DataInputStream in = new DataInputStream(new BufferedInputStream(open()))) {
      return reader.read(in);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** The whole file, which the filter's version covers. */
  public byte[] bytes() {
    try (InputStream in = open()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private InputStream open() {
    InputStream in = Weights.class.getResourceAsStream(file);
    if (in == null) {
      throw new IllegalStateException(file + " is missing: see docs/safety.md on training");
    }
    return in;
  }
}
