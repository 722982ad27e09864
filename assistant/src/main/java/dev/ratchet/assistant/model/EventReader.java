package dev.ratchet.assistant.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads server-sent events: their names and their data, comments left out. Not thread-safe. */
final class EventReader {
  /** A token's event has some 200 bytes; one with a whole tool call's arguments may have many. */
  static final int LONGEST_EVENT_BYTES = 1 << 20;

  private final InputStream in;
  private byte[] buffer = new byte[8_192];
  private int start;
  private int end;

  EventReader(InputStream in) {
    this.in = in;
  }

  /**
   * @param name empty when the event has none
   */
  record Event(String name, String data) {}

  /**
   * The next event, as soon as it is there; null at the end. The last one may lack the empty line
   * that ends an event, and may be cut.
   *
   * @throws TroubleException when an event is too long to be one
   */
  @Nullable Event next() throws IOException {
    String name = "";
    StringBuilder data = new StringBuilder();
    for (String line = line(); line != null; line = line()) {
      if (line.isEmpty()) {
        if (!data.isEmpty()) {
          return new Event(name, data.toString());
        }
        name = "";
      } else if (line.startsWith("data:")) {
        if (data.length() + line.length() > LONGEST_EVENT_BYTES) {
          throw tooLong();
        }
        data.append(data.isEmpty() ? "" : "\n").append(value(line, 5));
      } else if (line.startsWith("event:")) {
        name = value(line, 6).strip();
      }
    }
    return data.isEmpty() ? null : new Event(name, data.toString());
  }

  private static String value(String line, int from) {
    return line.startsWith(" ", from) ? line.substring(from + 1) : line.substring(from);
  }

  private @Nullable String line() throws IOException {
    int searched = start;
    while (true) {
      for (int n = searched; n < end; n++) {
        if (buffer[n] == '\n') {
          return take(n, n + 1);
        }
      }
      searched = end - start;
      if (!fill()) {
        return end > start ? take(end, end) : null;
      }
      searched += start;
    }
  }

  private String take(int lineEnd, int next) {
    int stop = lineEnd > start && buffer[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
    String line = new String(buffer, start, stop - start, UTF_8);
    start = next;
    return line;
  }

  private boolean fill() throws IOException {
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, end - start);
      end -= start;
      start = 0;
    }
    if (end == buffer.length) {
      if (end >= LONGEST_EVENT_BYTES) {
        throw tooLong();
      }
      buffer = Arrays.copyOf(buffer, end * 2);
    }
    int read = in.read(buffer, end, buffer.length - end);
    end += Math.max(read, 0);
    return read > 0;
  }

  private static TroubleException tooLong() {
    return new TroubleException(Trouble.nonsense("an event without end"));
  }
}
