package dev.ratchet.assistant.memory;

/** Titles of sessions. */
final class Titles {
  /** What fits on a line of a list. */
  private static final int FROM_QUESTION = 60;

  private Titles() {}

  /** One line without control characters, within bounds. */
  static String clean(String title) {
    return cut(title.replaceAll("[\\p{Cntrl}\\s]+", " ").strip(), MemoryBounds.TITLE_CHARACTERS);
  }

  /** The question's beginning, up to a word's end. */
  static String ofQuestion(String question) {
    String line = clean(question);
    if (line.length() <= FROM_QUESTION) {
      return line;
    }
    int end = line.lastIndexOf(' ', FROM_QUESTION);
    return cut(line, end < FROM_QUESTION / 2 ? FROM_QUESTION : end) + "…";
  }

  private static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
  }
}
