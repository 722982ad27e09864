package dev.ratchet.assistant.safety.text;

import java.text.Normalizer;

/**
 * Folds what looks alike into one form: compatibility forms, accents, letters of other scripts that
 * look like Latin ones, and characters that are not seen at all. ASCII stays as it is.
 */
public final class Normaliser {
  private static final String LOOKALIKES = "аɑαеɛοоσрρсϲуγхχіıιјѕԁһкκмνѵтτвԝօցսոɡℓ";
  private static final String LATIN = "aaaeeoooppccyyxxiiijsdhkkmvvttbwogungl";

  private static final char[] FOLDED = folded();

  private Normaliser() {}

  private static char[] folded() {
    char[] table = new char[0x2200];
    for (int i = 0; i < LOOKALIKES.length(); i++) {
      char lower = LOOKALIKES.charAt(i);
      table[lower] = LATIN.charAt(i);
      char upper = Character.toUpperCase(lower);
      if (upper < table.length && upper > 127 && table[upper] == 0) {
        table[upper] = Character.toUpperCase(LATIN.charAt(i));
      }
    }
    return table;
  }

  public static String normalise(String text) {
    if (isAscii(text)) {
      return text;
    }
    String decomposed = Normalizer.normalize(text, Normalizer.Form.NFKD);
    StringBuilder folded = new StringBuilder(decomposed.length());
    for (int i = 0; i < decomposed.length(); i++) {
      char c = decomposed.charAt(i);
      if (c < 128) {
        folded.append(c);
      } else if (!isUnseen(decomposed, i)) {
        folded.append(c < FOLDED.length && FOLDED[c] != 0 ? FOLDED[c] : c);
      }
    }
    return folded.toString();
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 128) {
        return false;
      }
    }
    return true;
  }

  private static boolean isUnseen(String text, int at) {
    char c = text.charAt(at);
    if (Character.isHighSurrogate(c) && at + 1 < text.length()) {
      return HiddenCharacters.isHidden(text.codePointAt(at));
    }
    if (Character.isLowSurrogate(c) && at > 0) {
      return HiddenCharacters.isHidden(text.codePointBefore(at + 1));
    }
    return Character.getType(c) == Character.NON_SPACING_MARK || HiddenCharacters.isHidden(c);
  }
}
