package dev.ratchet.assistant.memory;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a text where a vector is to be made of each part. MiniLM reads 126 word pieces and drops the
 * rest without a word, so that the end of a long answer could not be found by its meaning.
 */
final class Pieces {
  /** 126 word pieces of English prose are some 550 characters; of code and other tongues fewer. */
  private static final int LONGEST = 400;

  /** The beginning says what a text is about; the words of the rest are found all the same. */
  static final int MOST = 12;

  private Pieces() {}

  /** In order; none of a blank text. */
  static List<String> of(String text) {
    List<String> pieces = new ArrayList<>();
    String rest = text.strip();
    while (!rest.isEmpty() && pieces.size() < MOST) {
      int end = end(rest);
      pieces.add(rest.substring(0, end).strip());
      rest = rest.substring(end).strip();
    }
    return pieces;
  }

  /** After a line or a sentence, else after a word, as long as that is not too early. */
  private static int end(String text) {
    if (text.length() <= LONGEST) {
      return text.length();
    }
    int best = 0;
    for (int i = LONGEST / 2; i < LONGEST; i++) {
      char one = text.charAt(i);
      boolean sentence = ".!?。".indexOf(one) >= 0 && Character.isWhitespace(text.charAt(i + 1));
      if (one == '\n' || sentence) {
        best = i + 1;
      }
    }
    if (best > 0) {
      return best;
    }
    for (int i = LONGEST - 1; i > LONGEST / 2; i--) {
      if (Character.isWhitespace(text.charAt(i))) {
        return i;
      }
    }
    return Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
  }
}
