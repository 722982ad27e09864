package dev.ratchet.assistant.safety.output;

/**
 * The secret word of the system prompt: where it appears, the prompt is being told. See
 * docs/safety/canary.md.
 */
public final class Canary implements OutputRule {
  private final String canary;

  /**
   * @param canary empty for none
   */
  public Canary(String canary) {
    this.canary = canary;
  }

  @Override
  public String name() {
    return "canary";
  }

  @Override
  public Remedy remedy() {
    return Remedy.END;
  }

  @Override
  public boolean startsWith(char c) {
    return !canary.isEmpty() && same(c, canary.charAt(0));
  }

  @Override
  public int match(CharSequence text, int at, boolean ended) {
    for (int i = 0; i < canary.length(); i++) {
      if (at + i == text.length()) {
        return Letters.more(ended);
      }
      if (!same(text.charAt(at + i), canary.charAt(i))) {
        return NONE;
      }
    }
    return canary.length();
  }

  private static boolean same(char a, char b) {
    return a == b || Character.toLowerCase(a) == Character.toLowerCase(b);
  }
}
