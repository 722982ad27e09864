package dev.ratchet.assistant.model;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes an answer apart as it streams in: text for the reader on one side, thoughts on the other;
 * the markers of Harmony (gpt-oss) and of thoughts are dropped. Whatever the pieces are, the result
 * is the same; held back is only what may still become a marker or a Harmony header. Not
 * thread-safe.
 *
 * <p>A thought that is never closed stays a thought to the end: rather too little is shown.
 */
public final class AnswerCleaner {
  /**
   * A header names a role, a channel, a recipient and a format; text that is longer is no header.
   */
  private static final int LONGEST_HEADER = 120;

  private static final String START = "<|start|>";
  private static final String CHANNEL = "<|channel|>";
  private static final String MESSAGE = "<|message|>";
  private static final String CONSTRAIN = "<|constrain|>";
  private static final List<String> MARKERS =
      List.of(
          START,
          CHANNEL,
          MESSAGE,
          CONSTRAIN,
          "<|end|>",
          "<|return|>",
          "<|call|>",
          "<think>",
          "</think>",
          "<thinking>",
          "</thinking>");
  private static final Set<String> HEADER_WORDS =
      Set.of(
          "assistant",
          "user",
          "system",
          "developer",
          "tool",
          "analysis",
          "commentary",
          "final",
          "json",
          "code");

  /** Words of a header whose message is not for the reader. */
  private static final Set<String> HIDDEN =
      Set.of("analysis", "user", "system", "developer", "tool");

  private enum State {
    TEXT,
    HEADER,
    CHANNEL,
    THOUGHT
  }

  /** Takes what was told apart; never an empty piece. */
  public interface Sink {
    void text(String piece);

    void reasoning(String piece);
  }

  private final Sink sink;
  private final StringBuilder pending = new StringBuilder();
  private final StringBuilder header = new StringBuilder();
  private final StringBuilder out = new StringBuilder();
  private boolean outIsText = true;
  private boolean anyText;
  private boolean anyMarker;
  private State state = State.TEXT;

  public AnswerCleaner(Sink sink) {
    this.sink = sink;
  }

  /** Whether a piece without a '<' would pass as it is. */
  public boolean idle() {
    return state == State.TEXT && pending.isEmpty() && (anyText || !anyMarker);
  }

  public void accept(String piece) {
    int from = 0;
    while (from < piece.length()) {
      if (pending.isEmpty()) {
        int marker = piece.indexOf('<', from);
        int to = marker < 0 ? piece.length() : marker;
        emit(piece, from, to);
        from = to;
        if (marker < 0) {
          break;
        }
      }
      extend(piece.charAt(from++));
    }
    flush();
  }

  /** Passes on what was held back; call once, at the end. */
  public void finish() {
    String rest = pending.toString();
    pending.setLength(0);
    emit(rest, 0, rest.length());
    endHeader();
    flush();
  }

  private void extend(char next) {
    pending.append(next);
    String lower = pending.toString().toLowerCase(Locale.ROOT);
    if (MARKERS.contains(lower)) {
      pending.setLength(0);
      marker(lower);
    } else if (MARKERS.stream().noneMatch(marker -> marker.startsWith(lower))) {
      // Markers have a '<' at their start only, so a new one can begin nowhere but here.
      int kept = next == '<' ? 1 : 0;
      String text = pending.substring(0, pending.length() - kept);
      pending.delete(0, text.length());
      emit(text, 0, text.length());
    }
  }

  private void marker(String marker) {
    anyMarker = true;
    switch (marker) {
      case START, CHANNEL -> {
        if (state == State.HEADER) {
          header.append(' ');
        } else {
          state = State.HEADER;
        }
      }
      case CONSTRAIN -> {
        if (state == State.HEADER) {
          header.append(' ');
        }
      }
      case MESSAGE -> {
        if (state == State.HEADER) {
          state = hidden(header.toString()) ? State.CHANNEL : State.TEXT;
          header.setLength(0);
        }
      }
      case "<think>", "<thinking>" -> {
        endHeader();
        state = state == State.CHANNEL ? State.CHANNEL : State.THOUGHT;
      }
      case "</think>", "</thinking>" -> {
        endHeader();
        state = state == State.CHANNEL ? State.CHANNEL : State.TEXT;
      }
      default -> {
        endHeader();
        state = State.TEXT;
      }
    }
  }

  private static boolean hidden(String header) {
    for (String word : header.strip().split("\\s+")) {
      if (HIDDEN.contains(word) || word.startsWith("to=") || word.startsWith("functions.")) {
        return true;
      }
    }
    return false;
  }

  /** A header that ends without a message: part of one that was cut, or no header at all. */
  private void endHeader() {
    if (state != State.HEADER) {
      return;
    }
    state = State.TEXT;
    String text = header.toString();
    header.setLength(0);
    for (String word : text.strip().split("\\s+")) {
      if (!headerWord(word)) {
        emit(text, 0, text.length());
        return;
      }
    }
  }

  private static boolean headerWord(String word) {
    return word.startsWith("to=")
        || HEADER_WORDS.stream().anyMatch(known -> known.startsWith(word));
  }

  private void emit(String text, int from, int to) {
    for (int n = from; n < to && state == State.HEADER; n++) {
      header.append(text.charAt(n));
      from = n + 1;
      if (header.length() > LONGEST_HEADER) {
        endHeader();
      }
    }
    if (from >= to) {
      return;
    }
    boolean isText = state == State.TEXT;
    int start = from;
    // The empty lines between a thought and the answer belong to neither.
    while (isText && anyMarker && !anyText && start < to && isBlank(text.charAt(start))) {
      start++;
    }
    if (start == to) {
      return;
    }
    anyText |= isText;
    if (isText != outIsText) {
      flush();
      outIsText = isText;
    }
    out.append(text, start, to);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }

  private void flush() {
    if (out.isEmpty()) {
      return;
    }
    String piece = out.toString();
    out.setLength(0);
    if (outIsText) {
      sink.text(piece);
    } else {
      sink.reasoning(piece);
    }
  }

  /** The name of a tool, without the markers and the namespace that gpt-oss puts around it. */
  public static String toolName(@Nullable String raw) {
    String name = raw == null ? "" : raw;
    int marker = name.indexOf("<|");
    name = (marker < 0 ? name : name.substring(0, marker)).strip();
    return name.startsWith("functions.") ? name.substring("functions.".length()) : name;
  }
}
