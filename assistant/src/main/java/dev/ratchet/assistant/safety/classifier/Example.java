package dev.ratchet.assistant.safety.classifier;

import dev.ratchet.assistant.safety.Source;
import dev.ratchet.assistant.safety.text.Submission;
import dev.ratchet.assistant.safety.text.View;

/**
 * A text and what it is.
 *
 * @param group where it comes from, for example "own-benign"
 */
record Example(String text, boolean attack, String group) {
  static final int FOLDS = 5;

  /** Which fifth it belongs to: told by the text alone, so that it never changes sides. */
  int fold() {
    return Math.floorMod((text.hashCode() * 0x9E3779B1) >>> 7, FOLDS);
  }

  View view() {
    return Submission.of(text, Source.PERSON).views().getFirst();
  }
}
