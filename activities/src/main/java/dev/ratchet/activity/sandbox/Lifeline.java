package dev.ratchet.activity.sandbox;

import java.io.InputStream;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The standard input of a container's init. Nothing comes over it while the container is to live,
 * and one empty line when it is to end: a close alone would not be heard, as the client keeps the
 * connection open until this process ends.
 */
final class Lifeline extends InputStream {
  private static final int END = -1;

  private final LinkedBlockingQueue<Integer> words = new LinkedBlockingQueue<>();

  /** Asks init to end the container. */
  void callOff() {
    words.add((int) '\n');
  }

  @Override
  public int read() {
    while (true) {
      try {
        int word = words.take();
        if (word == END) {
          words.add(END);
        }
        return word;
      } catch (InterruptedException notTheEnd) {
        // Only a close is.
      }
    }
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    int read = read();
    if (read == END) {
      return END;
    }
    bytes[offset] = (byte) read;
    return 1;
  }

  @Override
  public void close() {
    words.add(END);
  }
}
