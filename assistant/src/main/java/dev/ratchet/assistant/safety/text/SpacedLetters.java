package dev.ratchet.assistant.safety.text;

import java.util.List;

/** Words that are spelled with a blank, a dot or a dash after each letter. */
final class SpacedLetters implements Decoder {
  /** So many letters in a row are no initials any more. */
  private static final int SHORTEST = 5;

  @Override
  public String encoding() {
    return "spaced letters";
  }

  @Override
  public List<String> decode(View view, String raw) {
    String text = view.text();
    StringBuilder joined = new StringBuilder(text.length());
    boolean any = false;
    int at = 0;
    while (at < text.length()) {
      int letters = run(text, at);
      if (letters >= SHORTEST) {
        for (int i = 0; i < letters; i++) {
          joined.append(text.charAt(at + 2 * i));
        }
        any = true;
        at += 2 * letters - 1;
      } else {
        joined.append(text.charAt(at++));
      }
    }
    return any ? List.of(joined.toString()) : List.of();
  }

  /** How many single letters stand here, each one separator apart. */
  private static int run(String text, int start) {
    if (start > 0 && Character.isLetterOrDigit(text.charAt(start - 1))) {
      return 0;
    }
    int letters = 0;
    int at = start;
    while (at < text.length() && Character.isLetter(text.charAt(at))) {
      if (at + 1 < text.length() && Character.isLetterOrDigit(text.charAt(at + 1))) {
        return letters;
      }
      letters++;
      if (at + 1 >= text.length() || !isSeparator(text.charAt(at + 1))) {
        return letters;
      }
      at += 2;
    }
    return letters;
  }

  private static boolean isSeparator(char c) {
    return c == ' ' || c == '.' || c == '-' || c == '_' || c == '*';
  }
}
