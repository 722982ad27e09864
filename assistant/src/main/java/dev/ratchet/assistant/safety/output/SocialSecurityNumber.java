package dev.ratchet.assistant.safety.output;

/** Social security numbers of the USA. See docs/safety/social-security-number.md. */
public final class SocialSecurityNumber implements OutputRule {
  private static final String FORM = "ddd-dd-dddd";

  @Override
  public String name() {
    return "social-security-number";
  }

  /** None begins with a 9. */
  @Override
  public boolean startsWith(char c) {
    return c >= '0' && c <= '8';
  }

  @Override
  public int match(CharSequence text, int at, boolean ended) {
    if (!Letters.beginsWord(text, at)) {
      return NONE;
    }
    for (int i = 0; i < FORM.length(); i++) {
      if (at + i == text.length()) {
        return Letters.more(ended);
      }
      char c = text.charAt(at + i);
      if (FORM.charAt(i) == 'd' ? !Letters.isDigit(c) : c != FORM.charAt(i)) {
        return NONE;
      }
    }
    int end = at + FORM.length();
    if (end == text.length() && !ended) {
      return MORE;
    }
    boolean goesOn = end < text.length() && Letters.isKey(text.charAt(end));
    return goesOn || isUnused(text.subSequence(at, end).toString()) ? NONE : FORM.length();
  }

  /** Numbers that are never given out. */
  private static boolean isUnused(String number) {
    return number.startsWith("000")
        || number.startsWith("666")
        || number.startsWith("00", 4)
        || number.endsWith("0000");
  }
}
