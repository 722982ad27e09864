package dev.ratchet.assistant.safety.output;

import dev.ratchet.assistant.safety.Mode;

/** Telephone numbers in their international form. See docs/safety/phone-number.md. */
public final class PhoneNumber implements OutputRule {
  private static final int LEAST = 9;

  /** As E.164 has it. */
  private static final int MOST = 15;

  @Override
  public String name() {
    return "phone-number";
  }

  /** Those of firms and offices are what people ask for. */
  @Override
  public Mode standard() {
    return Mode.FLAG;
  }

  @Override
  public boolean startsWith(char c) {
    return c == '+';
  }

  @Override
  public int match(CharSequence text, int at, boolean ended) {
    if (at > 0 && (Letters.isKey(text.charAt(at - 1)) || text.charAt(at - 1) == '+')) {
      return NONE;
    }
    if (at + 1 == text.length()) {
      return Letters.more(ended);
    }
    if (!Letters.isDigit(text.charAt(at + 1)) || text.charAt(at + 1) == '0') {
      return NONE;
    }
    StringBuilder digits = new StringBuilder(MOST + 1);
    int length = Digits.read(text, at + 1, MOST, " -./", digits, ended);
    return length <= NONE ? length : digits.length() < LEAST ? NONE : length + 1;
  }
}
