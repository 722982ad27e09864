package dev.ratchet.assistant.safety.output;

/** Classes of characters, and where words begin. */
final class Letters {
  private Letters() {}

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isUpper(char c) {
    return c >= 'A' && c <= 'Z';
  }

  static boolean isAlphanumeric(char c) {
    return isDigit(c) || isUpper(c) || (c >= 'a' && c <= 'z');
  }

  /** Of what keys and tokens are made. */
  static boolean isKey(char c) {
    return isAlphanumeric(c) || c == '_' || c == '-';
  }

  static boolean beginsWord(CharSequence text, int at) {
    return at == 0 || !isKey(text.charAt(at - 1));
  }

  /**
   * How the text goes on from a place: with all of {@code wanted}, with a part of it and then ends,
   * or otherwise.
   *
   * @return the wanted length, {@link OutputRule#MORE} or {@link OutputRule#NONE}
   */
  static int literal(CharSequence text, int at, String wanted, boolean ended) {
    for (int i = 0; i < wanted.length(); i++) {
      if (at + i == text.length()) {
        return ended ? OutputRule.NONE : OutputRule.MORE;
      }
      if (text.charAt(at + i) != wanted.charAt(i)) {
        return OutputRule.NONE;
      }
    }
    return wanted.length();
  }

  static int more(boolean ended) {
    return ended ? OutputRule.NONE : OutputRule.MORE;
  }
}
