package dev.ratchet.benchmark.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** One connection of a load: asks, reads the answer to its end, and asks again. */
final class LoadConnection {
  private enum Reading {
    HEAD,
    SIZED,
    CHUNK_SIZE,
    CHUNK,
    CHUNK_END,
    LAST_LINE
  }

  private static final AtomicInteger asked = new AtomicInteger();

  private final SocketChannel channel;
  private final byte[] request;
  private final int number;
  private final ByteBuffer in = ByteBuffer.allocate(1 << 18);
  private final LongStream.Builder times = LongStream.builder();
  private final LongStream.Builder firstTimes = LongStream.builder();
  private Reading reading = Reading.HEAD;
  private int left;
  private boolean good;
  private boolean first;
  private long askedNanos;
  private int failures;

  /**
   * @param request its own, in which the number is replaced
   */
  LoadConnection(SocketChannel channel, byte[] request) {
    this.channel = channel;
    this.request = request;
    this.number = new String(request, StandardCharsets.US_ASCII).indexOf(Load.NUMBER);
  }

  void ask() throws IOException {
    String next = Integer.toString(asked.incrementAndGet());
    for (int n = 0; n < next.length(); n++) {
      request[number + Load.NUMBER.length() - next.length() + n] = (byte) next.charAt(n);
    }
    askedNanos = System.nanoTime();
    first = true;
    ByteBuffer whole = ByteBuffer.wrap(request);
    while (whole.hasRemaining()) {
      channel.write(whole);
    }
  }

  static void ready(SelectionKey key) {
    try {
      if (key.attachment() instanceof LoadConnection connection) {
        connection.read();
      }
    } catch (IOException broken) {
      throw new UncheckedIOException("a gateway closed a connection", broken);
    }
  }

  private void read() throws IOException {
    if (channel.read(in) < 0) {
      throw new IOException(
          "closed after " + new String(in.array(), 0, in.position(), StandardCharsets.UTF_8));
    }
    long now = System.nanoTime();
    in.flip();
    while (step(now)) {
      // Until more has to come.
    }
    in.compact();
  }

  /** Whether it got any further. */
  private boolean step(long now) throws IOException {
    return switch (reading) {
      case HEAD -> head();
      case SIZED -> body(now, Reading.HEAD);
      case CHUNK -> body(now, Reading.CHUNK_END);
      case CHUNK_SIZE -> size();
      case CHUNK_END -> line() != null && next(Reading.CHUNK_SIZE);
      case LAST_LINE -> line() != null && end(now);
    };
  }

  private boolean next(Reading state) {
    reading = state;
    return true;
  }

  private boolean head() {
    int end = find("\r\n\r\n");
    if (end < 0) {
      return false;
    }
    String head = take(end - in.position() + 4).toLowerCase(Locale.ROOT);
    good = head.startsWith("http/1.1 200");
    int at = head.indexOf("content-length:");
    if (at < 0) {
      return next(Reading.CHUNK_SIZE);
    }
    left = Integer.parseInt(head.substring(at + 15, head.indexOf("\r\n", at)).strip());
    return next(Reading.SIZED);
  }

  private boolean size() {
    String line = line();
    if (line == null) {
      return false;
    }
    left = Integer.parseInt(line.strip(), 16);
    return next(left == 0 ? Reading.LAST_LINE : Reading.CHUNK);
  }

  private boolean body(long now, Reading after) throws IOException {
    int part = Math.min(left, in.remaining());
    if (part == 0 && left > 0) {
      return false;
    }
    if (first && part > 0) {
      stamp(now, part);
    }
    in.position(in.position() + part);
    left -= part;
    if (left > 0) {
      return false;
    }
    return after == Reading.HEAD ? end(now) : next(after);
  }

  /** The stub says in the first token when it wrote it. */
  private void stamp(long now, int part) {
    String text = new String(in.array(), in.position(), part, StandardCharsets.ISO_8859_1);
    int start = text.indexOf('@');
    int end = text.indexOf('@', start + 1);
    if (start >= 0 && end > 0) {
      first = false;
      firstTimes.add(now - Long.parseLong(text.substring(start + 1, end)));
    }
  }

  private boolean end(long now) throws IOException {
    if (good) {
      times.add(now - askedNanos);
    } else {
      failures++;
    }
    reading = Reading.HEAD;
    ask();
    return false;
  }

  private @Nullable String line() {
    int end = find("\r\n");
    return end < 0 ? null : take(end - in.position() + 2);
  }

  private int find(String what) {
    byte[] array = in.array();
    for (int n = in.position(); n + what.length() <= in.limit(); n++) {
      if (array[n] == what.charAt(0) && matches(array, n, what)) {
        return n;
      }
    }
    return -1;
  }

  private static boolean matches(byte[] array, int from, String what) {
    for (int n = 0; n < what.length(); n++) {
      if (array[from + n] != what.charAt(n)) {
        return false;
      }
    }
    return true;
  }

  private String take(int length) {
    String text = new String(in.array(), in.position(), length, StandardCharsets.ISO_8859_1);
    in.position(in.position() + length);
    return text;
  }

  LongStream times() {
    return times.build();
  }

  LongStream firstTimes() {
    return firstTimes.build();
  }

  int failures() {
    return failures;
  }

  void close() throws IOException {
    channel.close();
  }
}
