package dev.ratchet.activity.sandbox;

import java.io.InputStream;
import java.util.concurrent.CountDownLatch;

/**
 * The standard input of a container's init. Nothing comes over it while the container is to live;
 * when it is closed one empty line does, because the client keeps the connection open then. That
 * ends when this process does.
 */
final class Lifeline extends InputStream {
  private final CountDownLatch closed = new CountDownLatch(1);
  private boolean told;

  @Override
  public int read() {
    while (true) {
      try {
        closed.await();
        if (told) {
          return -1;
        }
        told = true;
        return '\n';
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
    if (read < 0) {
      return -1;
    }
    bytes[offset] = (byte) read;
    return 1;
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
