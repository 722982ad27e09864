package dev.ratchet.assistant.safety.output;

/** Numbers of payment cards whose check digit is right. See docs/safety/payment-card.md. */
public final class PaymentCard implements OutputRule {
  private static final int LEAST = 13;
  private static final int MOST = 19;

  @Override
  public String name() {
    return "payment-card";
  }

  /** The networks begin with 2 to 6; times in milliseconds begin with 1. */
  @Override
  public boolean startsWith(char c) {
    return c >= '2' && c <= '6';
  }

  @Override
  public int match(CharSequence text, int at, boolean ended) {
    if (!Letters.beginsWord(text, at) || (at > 0 && text.charAt(at - 1) == '.')) {
      return NONE;
    }
    StringBuilder digits = new StringBuilder(MOST + 1);
    int length = Digits.read(text, at, MOST, " -", digits, ended);
    if (length <= NONE) {
      return length;
    }
    return digits.length() >= LEAST && hasNetwork(digits) && checks(digits) ? length : NONE;
  }

  private static boolean hasNetwork(CharSequence digits) {
    int four = Integer.parseInt(digits, 0, 4, 10);
    int two = four / 100;
    return switch (digits.length()) {
      case 13, 19 -> two / 10 == 4;
      case 14 -> two == 30 || two == 36 || two == 38;
      case 15 -> two == 34 || two == 37;
      case 16 ->
          two / 10 == 4
              || (two >= 51 && two <= 55)
              || (four >= 2221 && four <= 2720)
              || four == 6011
              || two == 65
              || two == 35;
      default -> false;
    };
  }

  /** Luhn's sum. */
  private static boolean checks(CharSequence digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int twice = 2 * digit;
      sum += i % 2 == 0 ? digit : twice > 9 ? twice - 9 : twice;
    }
    return sum % 10 == 0;
  }
}
