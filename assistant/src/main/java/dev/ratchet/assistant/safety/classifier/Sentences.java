package dev.ratchet.assistant.safety.classifier;

import dev.ratchet.assistant.safety.classifier.Windows.Window;
import dev.ratchet.assistant.safety.text.View;
import dev.ratchet.assistant.safety.text.Words;
import java.util.ArrayList;
import java.util.List;

/** A text's sentences; a line break and a colon also end one. */
final class Sentences {
  /** Words of a sentence, at most; a longer one is cut. */
  private static final int LONGEST = 40;

  private Sentences() {}

  static List<Window> of(View view) {
    Words words = view.words();
    List<Window> sentences = new ArrayList<>();
    int from = 0;
    for (int i = 1; i <= words.count(); i++) {
      if (i == words.count() || i - from == LONGEST || ends(view, i)) {
        sentences.add(new Window(from, i));
        from = i;
      }
    }
    return sentences;
  }

  /** Whether a sentence ends before this word. */
  private static boolean ends(View view, int word) {
    String text = view.text();
    for (int i = view.words().start(word) - 1; i > view.words().start(word - 1); i--) {
      char c = text.charAt(i);
      if (Character.isLetterOrDigit(c)) {
        return false;
      }
      boolean mark = c == '.' || c == '!' || c == '?' || c == ':';
      if (c == '\n'
          || (mark && i + 1 < text.length() && Character.isWhitespace(text.charAt(i + 1)))) {
        return true;
      }
    }
    return false;
  }
}
