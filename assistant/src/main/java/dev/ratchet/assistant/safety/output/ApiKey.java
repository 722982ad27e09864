package dev.ratchet.assistant.safety.output;

import java.util.List;

/** Keys and tokens of known services, by their prefixes. See docs/safety/api-key.md. */
public final class ApiKey implements OutputRule {
  /**
   * @param length characters after the prefix that make a key certain
   */
  private record Kind(String prefix, int length) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind("AKIA", 16),
          new Kind("ASIA", 16),
          new Kind("AIza", 30),
          new Kind("github_pat_", 22),
          new Kind("ghp_", 24),
          new Kind("gho_", 24),
          new Kind("ghs_", 24),
          new Kind("ghu_", 24),
          new Kind("ghr_", 24),
          new Kind("glpat-", 20),
          new Kind("xoxb-", 20),
          new Kind("xoxp-", 20),
          new Kind("xoxa-", 20),
          new Kind("xoxs-", 20),
          new Kind("sk-", 24),
          new Kind("sk_live_", 20),
          new Kind("rk_live_", 20),
          new Kind("hf_", 30),
          new Kind("npm_", 30),
          new Kind("pypi-", 40),
          new Kind("eyJ", 40),
          new Kind("rat_", 40));

  private static final long[] FIRST = new long[2];

  static {
    KINDS.forEach(kind -> FIRST[kind.prefix().charAt(0) >> 6] |= 1L << kind.prefix().charAt(0));
  }

  @Override
  public String name() {
    return "api-key";
  }

  @Override
  public boolean startsWith(char c) {
    return c < 128 && (FIRST[c >> 6] >>> c & 1) != 0;
  }

  @Override
  public int match(CharSequence text, int at, boolean ended) {
    if (!Letters.beginsWord(text, at)) {
      return NONE;
    }
    int answer = NONE;
    for (Kind kind : KINDS) {
      int found = match(kind, text, at, ended);
      if (found > 0) {
        return found;
      }
      answer = Math.min(answer, found);
    }
    return answer;
  }

  private static int match(Kind kind, CharSequence text, int at, boolean ended) {
    int prefix = Letters.literal(text, at, kind.prefix(), ended);
    if (prefix <= NONE) {
      return prefix;
    }
    boolean digit = false;
    boolean letter = false;
    for (int i = 0; i < kind.length(); i++) {
      int place = at + prefix + i;
      if (place == text.length()) {
        return Letters.more(ended);
      }
      char c = text.charAt(place);
      // A JSON web token is three parts, with a dot after each but the last.
      if (!Letters.isKey(c) && c != '.') {
        return NONE;
      }
      digit |= Letters.isDigit(c);
      letter |= Letters.isAlphanumeric(c) && !Letters.isDigit(c);
    }
    // Long names in code have prefixes like these too, but hardly a digit.
    return digit && letter ? prefix + kind.length() : NONE;
  }

  @Override
  public Tail tail(CharSequence match) {
    return c -> Letters.isKey(c) || c == '.' || c == '=';
  }
}
