package dev.ratchet.assistant.safety.output;

import dev.ratchet.assistant.safety.Mode;
import java.util.Set;

/** User and password within an address. See docs/safety/url-password.md. */
public final class UrlPassword implements OutputRule {
  private static final String SCHEME = "://";
  private static final int LONGEST_PART = 64;

  /** What stands for a password in documentation. */
  private static final Set<String> EXAMPLES =
      Set.of("password", "pass", "passwd", "pwd", "secret", "changeme", "example", "user", "token");

  @Override
  public String name() {
    return "url-password";
  }

  /** Examples in code look like the real thing, and a mask would break them. */
  @Override
  public Mode standard() {
    return Mode.FLAG;
  }

  @Override
  public boolean startsWith(char c) {
    return c == ':';
  }

  @Override
  public int match(CharSequence text, int at, boolean ended) {
    int scheme = Letters.literal(text, at, SCHEME, ended);
    if (scheme <= NONE) {
      return scheme;
    }
    int user = until(text, at + scheme, ':', ended);
    if (user <= NONE) {
      return user;
    }
    int start = at + scheme + user + 1;
    int password = until(text, start, '@', ended);
    if (password <= NONE) {
      return password;
    }
    return isExample(text.subSequence(start, start + password).toString())
        ? NONE
        : start + password + 1 - at;
  }

  /** How many characters stand before {@code end}; NONE if it does not come. */
  private static int until(CharSequence text, int from, char end, boolean ended) {
    for (int i = 0; i <= LONGEST_PART; i++) {
      if (from + i == text.length()) {
        return Letters.more(ended);
      }
      char c = text.charAt(from + i);
      if (c == end) {
        return i;
      }
      if (c <= ' ' || c == '/' || c == '@' || c == '"' || c == '`') {
        return NONE;
      }
    }
    return NONE;
  }

  private static boolean isExample(String password) {
    return "<$*{[%.".indexOf(password.charAt(0)) >= 0 || EXAMPLES.contains(password);
  }
}
