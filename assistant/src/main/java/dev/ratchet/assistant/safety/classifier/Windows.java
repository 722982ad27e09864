package dev.ratchet.assistant.safety.classifier;

import dev.ratchet.assistant.safety.text.View;
import dev.ratchet.assistant.safety.text.Words;
import java.util.ArrayList;
import java.util.List;

/** A text's windows: overlapping by half, so that no sentence is only ever seen cut. */
final class Windows {
  /** Half a window, in words. */
  static final int STEP = 24;

  static final int LENGTH = 2 * STEP;

  /** Characters of a window; 48 words of usual length have 300. */
  private static final int LONGEST = 1_000;

  private Windows() {}

  /** From {@code from} to before {@code to}, counted in words. */
  record Window(int from, int to) {}

  /** The text of a window; a model that embeds it reads no further anyway. */
  static String text(View view, Window window) {
    Words words = view.words();
    if (words.count() == 0) {
      return "";
    }
    int start = words.start(window.from());
    int end = window.to() < words.count() ? words.start(window.to()) : view.text().length();
    return view.text().substring(start, Math.min(end, start + LONGEST));
  }

  static List<Window> of(Words words) {
    List<Window> windows = new ArrayList<>();
    int from = 0;
    do {
      windows.add(new Window(from, Math.min(from + LENGTH, words.count())));
      from += STEP;
    } while (from + STEP < words.count());
    return windows;
  }
}
