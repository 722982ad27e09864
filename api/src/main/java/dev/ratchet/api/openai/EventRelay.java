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
  private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NOTHING = {};
  private static final JsonMapper JSON = new JsonMapper();

  private final InputStream in;
  private final Sink sink;
  private final AnswerText text;
  private final EventBuffer buffer = new EventBuffer();
  private OutputStream out = OutputStream.nullOutputStream();

  /** The latest chunk that was looked into. */
  private byte[] last = {'{', '}'};

  private boolean opened;
  private boolean written;
  private boolean finished;
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
      if (!buffer.fill(in)) {
        throw ModelRefusal.nonsense(opened ? "half an answer" : "nothing");
      }
      while (!done && buffer.next()) {
        event();
      }
      if (done || in.available() == 0 || buffer.isFull()) {
        passOn();
      }
    }
  }

  private void event() throws IOException {
    if (!buffer.hasData()) {
      return;
    }
    if (buffer.isDone()) {
      finish();
      done = true;
      return;
    }
    if (buffer.isError()) {
      throw ModelRefusal.inStream(buffer.data());
    }
    if (!buffer.looksLikeObject()) {
      throw ModelRefusal.nonsense("an event that is no JSON");
    }
    open();
    sink.progress();
    if (!text.idle() || buffer.mayHoldMarker()) {
      edit(buffer.data());
    }
  }

  private void open() throws IOException {
    if (!opened) {
      // The first is looked into, so that what is no answer at all gets a status that says so.
      if (!scan(buffer.data()).hasChoices()) {
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

  private void edit(byte[] chunk) throws IOException {
    AnswerScan scan = scan(chunk);
    last = chunk;
    byte[] edited = scan.with(text::push, AnswerText::toolName, text::reasoningMember);
    if (text.blocked()) {
      replace(NOTHING, finishing(edited));
      done = true;
      sink.whole();
      writeEvent(DONE);
      return;
    }
    String rest = scan.finishReason() == null ? "" : rest();
    byte[] before = rest.isEmpty() ? NOTHING : with(chunk, rest);
    if (before.length > 0 || !Arrays.equals(edited, chunk)) {
      replace(before, edited);
    }
  }

  /** Writes other chunks in the place of the latest. */
  private void replace(byte[] before, byte[] chunk) throws IOException {
    buffer.passOnBefore(out);
    buffer.dropEvent();
    if (before.length > 0) {
      writeEvent(before);
    }
    writeEvent(chunk);
  }

  private void writeEvent(byte[] data) throws IOException {
    out.write(DATA);
    out.write(data);
    out.write(END);
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

  private static byte[] finishing(byte[] chunk) throws IOException {
    JsonNode copy = JSON.readTree(chunk);
    if (copy.at("/choices/0") instanceof ObjectNode choice) {
      choice.put("finish_reason", "content_filter");
    }
    return JSON.writeValueAsBytes(copy);
  }

  /** The end has come; what is still held back goes before it. */
  private void finish() throws IOException {
    if (!opened) {
      throw ModelRefusal.nonsense("an answer without a part");
    }
    String rest = rest();
    if (!rest.isEmpty()) {
      buffer.passOnBefore(out);
      writeEvent(with(last, rest));
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
    if (opened) {
      buffer.passOn(out);
      out.flush();
      written = true;
    }
  }
}
