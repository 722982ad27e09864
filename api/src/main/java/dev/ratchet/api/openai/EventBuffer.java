package dev.ratchet.api.openai;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What came of a stream of events: finds the events in it, and keeps what of them has yet to be
 * passed on as it is. For one thread.
 */
final class EventBuffer {
  /** A chunk has some 200 bytes; one with the arguments of a tool may have many. */
  private static final int LONGEST_EVENT = 1 << 20;

  private static final byte[] DATA = "data:".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ERROR_EVENT = "event: error".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ERROR_DATA = "{\"error\"".getBytes(StandardCharsets.US_ASCII);

  private byte[] bytes = new byte[8_192];

  /** End of what came. */
  private int end;

  /** Start of what may go out as it is, and did not yet. */
  private int raw;

  /** Where the latest event begins and ends; data less than 0 when it has none, as a comment. */
  private int from;

  private int to;
  private int data;
  private int dataEnd;

  /** Reads what there is; returns false at the end. */
  boolean fill(InputStream in) throws IOException {
    if (end == bytes.length) {
      compact();
    }
    int read = in.read(bytes, end, bytes.length - end);
    end += Math.max(read, 0);
    return read >= 0;
  }

  boolean isFull() {
    return end == bytes.length;
  }

  private void compact() {
    System.arraycopy(bytes, raw, bytes, 0, end - raw);
    end -= raw;
    to -= raw;
    raw = 0;
    if (end == bytes.length) {
      if (end >= LONGEST_EVENT) {
        throw ModelRefusal.nonsense("an event without end");
      }
      bytes = Arrays.copyOf(bytes, end * 2);
    }
  }

  /** Goes to the next event that is whole; returns false when more has to come first. */
  boolean next() {
    int lineStart = to;
    for (int n = to; n < end; n++) {
      if (bytes[n] == '\n') {
        if (n == lineStart || (n == lineStart + 1 && bytes[lineStart] == '\r')) {
          from = to;
          to = n + 1;
          findData();
          return true;
        }
        lineStart = n + 1;
      }
    }
    return false;
  }

  private void findData() {
    data = -1;
    for (int line = from; line < to && data < 0; line = nextLine(line)) {
      if (is(DATA, line)) {
        data = line + DATA.length;
        data += bytes[data] == ' ' ? 1 : 0;
      }
    }
    dataEnd = to;
    while (dataEnd > data && bytes[dataEnd - 1] <= ' ') {
      dataEnd--;
    }
  }

  private int nextLine(int start) {
    int n = start;
    while (n < to && bytes[n] != '\n') {
      n++;
    }
    return n + 1;
  }

  private boolean is(byte[] word, int at) {
    return at + word.length <= to
        && Arrays.equals(bytes, at, at + word.length, word, 0, word.length);
  }

  /** Whether it is more than a sign of life. */
  boolean hasData() {
    return data >= 0;
  }

  boolean isDone() {
    return is(DONE, data);
  }

  boolean isError() {
    return is(ERROR_EVENT, from) || is(ERROR_DATA, data);
  }

  /** Whether it begins and ends as a JSON object does. */
  boolean looksLikeObject() {
    return dataEnd > data && bytes[data] == '{' && bytes[dataEnd - 1] == '}';
  }

  boolean mayHoldMarker() {
    return AnswerText.mayHoldMarker(bytes, data, dataEnd);
  }

  byte[] data() {
    return Arrays.copyOfRange(bytes, data, dataEnd);
  }

  /** Writes what stands before the latest event as it is. */
  void passOnBefore(OutputStream out) throws IOException {
    out.write(bytes, raw, from - raw);
    raw = from;
  }

  /** The latest event does not go out as it is. */
  void dropEvent() {
    raw = to;
  }

  /** Writes all events that came as they are. */
  void passOn(OutputStream out) throws IOException {
    out.write(bytes, raw, to - raw);
    raw = to;
    if (raw == end) {
      raw = 0;
      to = 0;
      end = 0;
    }
  }
}
