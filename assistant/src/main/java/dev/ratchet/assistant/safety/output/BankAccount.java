package dev.ratchet.assistant.safety.output;

import java.util.Map;

/**
 * International bank account numbers whose check digits are right. See docs/safety/bank-account.md.
 */
public final class BankAccount implements OutputRule {
  /** How long a number is, by country, as the registry of ISO 13616 says. */
  private static final Map<String, Integer> LENGTHS =
      Map.ofEntries(
          Map.entry("AT", 20),
          Map.entry("BE", 16),
          Map.entry("BG", 22),
          Map.entry("CH", 21),
          Map.entry("CY", 28),
          Map.entry("CZ", 24),
          Map.entry("DE", 22),
          Map.entry("DK", 18),
          Map.entry("EE", 20),
          Map.entry("ES", 24),
          Map.entry("FI", 18),
          Map.entry("FR", 27),
          Map.entry("GB", 22),
          Map.entry("GR", 27),
          Map.entry("HR", 21),
          Map.entry("HU", 28),
          Map.entry("IE", 22),
          Map.entry("IS", 26),
          Map.entry("IT", 27),
          Map.entry("LI", 21),
          Map.entry("LT", 20),
          Map.entry("LU", 20),
          Map.entry("LV", 21),
          Map.entry("MC", 27),
          Map.entry("MT", 31),
          Map.entry("NL", 18),
          Map.entry("NO", 15),
          Map.entry("PL", 28),
          Map.entry("PT", 25),
          Map.entry("RO", 24),
          Map.entry("SE", 24),
          Map.entry("SI", 19),
          Map.entry("SK", 24),
          Map.entry("TR", 26),
          Map.entry("UA", 29),
          Map.entry("AE", 23),
          Map.entry("SA", 24),
          Map.entry("IL", 23));

  @Override
  public String name() {
    return "bank-account";
  }

  @Override
  public boolean startsWith(char c) {
    return Letters.isUpper(c);
  }

  @Override
  public int match(CharSequence text, int at, boolean ended) {
    if (!Letters.beginsWord(text, at)) {
      return NONE;
    }
    if (at + 1 == text.length()) {
      return Letters.more(ended);
    }
    Integer length = LENGTHS.get(text.subSequence(at, at + 2).toString());
    return length == null ? NONE : match(text, at, length, ended);
  }

  private static int match(CharSequence text, int at, int length, boolean ended) {
    StringBuilder number = new StringBuilder(length);
    int place = at;
    while (number.length() < length) {
      if (place == text.length()) {
        return Letters.more(ended);
      }
      char c = text.charAt(place++);
      boolean check = number.length() == 2 || number.length() == 3;
      if (check ? Letters.isDigit(c) : Letters.isDigit(c) || Letters.isUpper(c)) {
        number.append(c);
      } else if (c != ' ' || number.length() % 4 != 0 || text.charAt(place - 2) == ' ') {
        return NONE;
      }
    }
    if (place == text.length() && !ended) {
      return MORE;
    }
    boolean goesOn = place < text.length() && Letters.isKey(text.charAt(place));
    return goesOn || !checks(number) ? NONE : place - at;
  }

  /** ISO 7064: the number with its first four characters last, letters as 10 to 35, is 1 mod 97. */
  private static boolean checks(CharSequence number) {
    int rest = 0;
    for (int i = 0; i < number.length(); i++) {
      int value = Character.digit(number.charAt((i + 4) % number.length()), 36);
      rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
    }
    return rest == 1;
  }
}
