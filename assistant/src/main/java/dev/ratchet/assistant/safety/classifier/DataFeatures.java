package dev.ratchet.assistant.safety.classifier;

import dev.ratchet.assistant.safety.classifier.Windows.Window;
import dev.ratchet.assistant.safety.text.Words;
import java.util.Arrays;

/**
 * What of a sentence counts when it is asked whether it is an order: its words as in {@link
 * Features}, how it begins, and whether it stands at the text's begin or end.
 */
final class DataFeatures {
  private static final int MORE = 5;

  private DataFeatures() {}

  /**
   * @param index which of {@code of} sentences it is
   */
  static int[] of(Words words, Window sentence, int index, int of) {
    int[] features = Features.of(words, sentence.from(), sentence.to());
    int count = features.length;
    int[] all = Arrays.copyOf(features, count + MORE);
    int first = words.hash(sentence.from());
    all[count++] = Features.bucket(first ^ 0x51ED270B);
    if (sentence.to() - sentence.from() > 1) {
      int second = words.hash(sentence.from() + 1);
      all[count++] = Features.bucket((first * 31 + second) ^ 0x2545F491);
    }
    if (of > 2) {
      all[count++] = Features.bucket(position(index, of));
      all[count++] = Features.bucket(first * 0x9E3779B1 + position(index, of));
    }
    return Arrays.copyOf(all, count);
  }

  private static int position(int index, int of) {
    if (index == 0) {
      return 0x6D2B79F5;
    }
    return index >= of - 2 ? 0x1B873593 : 0x7FEB352D;
  }
}
