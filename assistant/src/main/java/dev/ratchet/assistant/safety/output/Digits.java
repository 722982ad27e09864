package dev.ratchet.assistant.safety.output;

/** Digits in groups, with one separator between two groups. */
final class Digits {
  private Digits() {}

  /**
   * Reads digits from a place on.
   *
   * @param most so many of them; one more makes it something else
   * @param into receives them; its length is how many there are
   * @return how many characters they take, or {@link OutputRule#MORE}, or {@link OutputRule#NONE}
   */
  static int read(
      CharSequence text, int at, int most, String separators, StringBuilder into, boolean ended) {
    int end = at;
    int place = at;
    while (place < text.length()) {
      char c = text.charAt(place);
      if (Letters.isDigit(c)) {
        into.append(c);
        end = place + 1;
        if (into.length() > most) {
          return OutputRule.NONE;
        }
      } else if (separators.indexOf(c) < 0 || place != end) {
        return Letters.isKey(c) && place == end ? OutputRule.NONE : end - at;
      }
      place++;
    }
    return ended ? end - at : OutputRule.MORE;
  }
}
