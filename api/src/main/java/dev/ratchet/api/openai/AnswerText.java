package dev.ratchet.api.openai;

import dev.ratchet.assistant.model.AnswerCleaner;
import dev.ratchet.assistant.safety.OutputFilter;
import dev.ratchet.domain.FilterDecision;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The text of one answer on its way out: without markers and thoughts, and through the safety
 * filter. For one thread.
 */
final class AnswerText {
  private final @Nullable OutputFilter filter;
  private final boolean reasoning;
  private final boolean kept;
  private final StringBuilder whole = new StringBuilder();
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder thoughts = new StringBuilder();
  private final AnswerCleaner cleaner =
      new AnswerCleaner(
          new AnswerCleaner.Sink() {
            @Override
            public void text(String piece) {
              text.append(piece);
            }

            @Override
            public void reasoning(String piece) {
              thoughts.append(piece);
            }
          });

  /**
   * @param filter null when it is off
   * @param reasoning whether the reader wants to see thoughts
   * @param kept whether the whole of it will be asked for
   */
  AnswerText(@Nullable OutputFilter filter, boolean reasoning, boolean kept) {
    this.filter = filter;
    this.reasoning = reasoning;
    this.kept = kept;
  }

  /** Whether a piece without a '<' would come out as it went in. */
  boolean idle() {
    return filter == null && !kept && cleaner.idle();
  }

  /** Whether the filter stopped the answer. */
  boolean blocked() {
    return filter != null && filter.decision() instanceof FilterDecision.Block;
  }

  /** What may be shown now. */
  String push(String piece) {
    cleaner.accept(piece);
    return keep(passed());
  }

  private String keep(String passed) {
    if (kept) {
      whole.append(passed);
    }
    return passed;
  }

  /** All that was shown so far, when it is kept. */
  String whole() {
    return whole.toString();
  }

  /** What was held back, when there is nothing more to come. */
  String finish() {
    cleaner.finish();
    String rest = passed();
    return keep(filter == null ? rest : rest + filter.finish());
  }

  private String passed() {
    String clean = text.toString();
    text.setLength(0);
    if (filter == null) {
      return clean;
    }
    return clean.isEmpty() ? "" : filter.push(clean);
  }

  /** The thoughts since the last call, as a further member of a message; empty for none. */
  String reasoningMember() {
    String thought = thoughts.toString();
    thoughts.setLength(0);
    return thought.isEmpty() || !reasoning
        ? ""
        : ",\"reasoning_content\":"
            + new String(AnswerScan.quoted(thought), StandardCharsets.UTF_8);
  }

  static String toolName(String name) {
    return AnswerCleaner.toolName(name);
  }

  /** Whether any of it may be the beginning of a marker, also where JSON hides the sign. */
  static boolean mayHoldMarker(byte[] bytes, int from, int to) {
    for (int n = from; n < to; n++) {
      if (bytes[n] == '<') {
        return true;
      }
      if (bytes[n] == '\\'
          && n + 5 < to
          && bytes[n + 1] == 'u'
          && bytes[n + 2] == '0'
          && bytes[n + 3] == '0'
          && bytes[n + 4] == '3'
          && (bytes[n + 5] | 0x20) == 'c') {
        return true;
      }
    }
    return false;
  }
}
