package dev.ratchet.api.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ratchet.api.http.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Passes a stream of events on as it comes: bytes as they are, but for chunks that hold a marker or
 * that a filter has to see. All that has come is written at once. For one stream and one thread.
 */
final class EventRelay {
  /** A chunk has some 200 bytes; one with the arguments of a tool may have many. */
  private static final int LONGEST_EVENT = 1 << 20;

  private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DATA = "data:".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ERROR_EVENT = "event: error".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ERROR_DATA = "{\"error\"".getBytes(StandardCharsets.US_ASCII);
  private static final JsonMapper JSON = new JsonMapper();

  private final InputStream in;
  private final Sink sink;
  private final AnswerText text;
  private byte[] buffer = new byte[8_192];
  private int end;

  /** End of what was sorted into events. */
  private int sorted;

  /** Start of what was sorted, may go out as it is, and did not yet. */
  private int raw;

  /** The latest chunk that was looked into. */
  private byte[] last = {'{', '}'};

  private boolean finished;
  private boolean written;
  private boolean opened;
  private boolean done;

  /** Where the events go. */
  interface Sink {
    /** Before the first event: the answer has begun. */
    OutputStream open() throws IOException;

    /** Part of the answer came; what is not part of it, as a sign of life, does not count. */
    void progress();

    /** All of it came; returns when the client may hear so. */
    void whole();
  }

  private OutputStream out = OutputStream.nullOutputStream();

  EventRelay(InputStream in, Sink sink, AnswerText text) {
    this.in = in;
    this.sink = sink;
    this.text = text;
  }

  /**
   * Returns when the model server said that the answer is whole.
   *
   * @throws ProblemException when what comes is no answer; the reader has seen a part of it only
   *     where something was written
   * @throws IOException when one of the two connections broke
   */
  void relay() throws IOException {
    try {
      read();
    } catch (ProblemException broken) {
      if (written) {
        passOn();
      }
      throw broken;
    }
  }

  private void read() throws IOException {
    while (!done) {
      int read = fill();
      if (read < 0) {
        throw ModelRefusal.nonsense(opened ? "half an answer" : "nothing");
      }
      end += read;
      sort();
      if (done || in.available() == 0 || end == buffer.length) {
        passOn();
      }
    }
  }

  private int fill() throws IOException {
    if (end == buffer.length) {
      compact();
    }
    return in.read(buffer, end, buffer.length - end);
  }

  private void compact() {
    System.arraycopy(buffer, raw, buffer, 0, end - raw);
    end -= raw;
    sorted -= raw;
    raw = 0;
    if (end == buffer.length) {
      if (end >= LONGEST_EVENT) {
        throw ModelRefusal.nonsense("an event without end");
      }
      buffer = Arrays.copyOf(buffer, end * 2);
    }
  }

  /** Finds the events that are whole. */
  private void sort() throws IOException {
    int lineStart = sorted;
    for (int n = sorted; n < end && !done; n++) {
      if (buffer[n] != '\n') {
        continue;
      }
      boolean empty = n == lineStart || (n == lineStart + 1 && buffer[lineStart] == '\r');
      lineStart = n + 1;
      if (empty) {
        event(sorted, n + 1);
        sorted = n + 1;
      }
    }
  }

  private void event(int from, int to) throws IOException {
    int data = data(from, to);
    if (data < 0) {
      return;
    }
    int stop = to;
    while (stop > data && buffer[stop - 1] <= ' ') {
      stop--;
    }
    if (is(DONE, data)) {
      finish(from);
      done = true;
      return;
    }
    check(from, data, stop);
    open(data, stop);
    sink.progress();
    if (!text.idle() || AnswerText.mayHoldMarker(buffer, data, stop)) {
      edit(from, to, Arrays.copyOfRange(buffer, data, stop));
    }
  }

  /** Start of the event's data; less than 0 when it has none, as a comment. */
  private int data(int from, int to) {
    int line = from;
    for (int n = from; n < to; n++) {
      if (n == line && is(DATA, n)) {
        int start = n + DATA.length;
        return buffer[start] == ' ' ? start + 1 : start;
      }
      if (buffer[n] == '\n') {
        line = n + 1;
      }
    }
    return -1;
  }

  private void check(int from, int data, int stop) {
    if (is(ERROR_EVENT, from) || is(ERROR_DATA, data)) {
      throw ModelRefusal.inStream(Arrays.copyOfRange(buffer, data, stop));
    }
    if (stop == data || buffer[data] != '{' || buffer[stop - 1] != '}') {
      throw ModelRefusal.nonsense("an event that is no JSON");
    }
  }

  private boolean is(byte[] word, int at) {
    return at + word.length <= buffer.length
        && Arrays.equals(buffer, at, at + word.length, word, 0, word.length);
  }

  private void open(int data, int stop) throws IOException {
    if (!opened) {
      // The first is looked into, so that what is no answer at all gets a status that says so.
      if (!scan(Arrays.copyOfRange(buffer, data, stop)).hasChoices()) {
        throw ModelRefusal.nonsense("events without choices");
      }
      out = sink.open();
      opened = true;
    }
  }

  private static AnswerScan scan(byte[] chunk) {
    try {
      return AnswerScan.of(chunk);
    } catch (IOException malformed) {
      throw ModelRefusal.nonsense("an event that is no JSON");
    }
  }

  private void edit(int from, int to, byte[] chunk) throws IOException {
    AnswerScan scan = scan(chunk);
    last = chunk;
    byte[] edited = scan.with(text::push, AnswerText::toolName, text::reasoningMember);
    byte[] before = new byte[0];
    if (text.blocked()) {
      write(from, to, before, finishing(edited, "content_filter"));
      raw = to;
      done = true;
      sink.whole();
      writeDone();
      return;
    }
    if (scan.finishReason() != null) {
      String rest = rest();
      before = rest.isEmpty() ? before : with(chunk, rest);
    }
    if (before.length > 0 || !Arrays.equals(edited, chunk)) {
      write(from, to, before, edited);
    }
  }

  /** Writes what stands before the event, and then other chunks in its place. */
  private void write(int from, int to, byte[] before, byte[] chunk) throws IOException {
    out.write(buffer, raw, from - raw);
    if (before.length > 0) {
      writeEvent(before);
    }
    writeEvent(chunk);
    raw = to;
  }

  private void writeEvent(byte[] data) throws IOException {
    out.write(DATA);
    out.write(' ');
    out.write(data);
    out.write('\n');
    out.write('\n');
  }

  private void writeDone() throws IOException {
    writeEvent(DONE);
  }

  /** A chunk like this one, with a text of its own and not the last. */
  private static byte[] with(byte[] chunk, String content) throws IOException {
    JsonNode copy = JSON.readTree(chunk);
    if (copy.at("/choices/0") instanceof ObjectNode choice) {
      choice.putObject("delta").put("content", content);
      choice.putNull("finish_reason");
    }
    if (copy instanceof ObjectNode root) {
      root.remove("usage");
    }
    return JSON.writeValueAsBytes(copy);
  }

  private static byte[] finishing(byte[] chunk, String reason) throws IOException {
    JsonNode copy = JSON.readTree(chunk);
    if (copy.at("/choices/0") instanceof ObjectNode choice) {
      choice.put("finish_reason", reason);
    }
    return JSON.writeValueAsBytes(copy);
  }

  /** The end has come; what is still held back goes before it. */
  private void finish(int from) throws IOException {
    if (!opened) {
      throw ModelRefusal.nonsense("an answer without a part");
    }
    String rest = rest();
    if (!rest.isEmpty()) {
      out.write(buffer, raw, from - raw);
      writeEvent(with(last, rest));
      raw = from;
    }
    sink.whole();
  }

  private String rest() {
    if (finished) {
      return "";
    }
    finished = true;
    return text.finish();
  }

  private void passOn() throws IOException {
    if (!opened) {
      return;
    }
    out.write(buffer, raw, sorted - raw);
    raw = sorted;
    out.flush();
    written = true;
    if (raw == end) {
      raw = 0;
      sorted = 0;
      end = 0;
    }
  }
}
