package dev.ratchet.assistant.safety.classifier;

import dev.ratchet.assistant.safety.text.Words;
import java.util.ArrayList;
import java.util.List;

/** A text's windows: overlapping by half, so that no sentence is only ever seen cut. */
final class Windows {
  /** Half a window, in words. */
  static final int STEP = 24;

  static final int LENGTH = 2 * STEP;

  private Windows() {}

  /** From {@code from} to before {@code to}, counted in words. */
  record Window(int from, int to) {}

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
