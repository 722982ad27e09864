package dev.ratchet.assistant.safety.text;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Runs of base64 in either alphabet; a line break may stand within them. */
final class Base64Bodies implements Decoder {
  /** The encoded length of the shortest readable body. */
  private static final int SHORTEST = 16;

  @Override
  public String encoding() {
    return "base64";
  }

  @Override
  public List<String> decode(View view, String raw) {
    List<String> bodies = new ArrayList<>();
    String text = view.text();
    int at = 0;
    while (at < text.length()) {
      int start = at;
      int end = end(text, at);
      if (end - at >= SHORTEST) {
        body(text, at, end).or(() -> firstLines(text, start, end)).ifPresent(bodies::add);
      }
      at = end + 1;
    }
    return bodies;
  }

  /** Without the last line, which may be a word of what follows the body. */
  private static Optional<String> firstLines(String text, int start, int end) {
    int line = text.lastIndexOf('\n', end - 1);
    return line - start < SHORTEST ? Optional.empty() : body(text, start, line);
  }

  private static int end(String text, int start) {
    int at = start;
    while (at < text.length()) {
      char c = text.charAt(at);
      boolean lineBreak =
          (c == '\n' || c == '\r') && at - start >= SHORTEST && at + 1 < text.length();
      if (!isPart(c) && !lineBreak) {
        break;
      }
      at++;
    }
    return at;
  }

  private static Optional<String> body(String text, int start, int end) {
    StringBuilder digits = new StringBuilder(end - start);
    for (int i = start; i < end; i++) {
      switch (text.charAt(i)) {
        case '-' -> digits.append('+');
        case '_' -> digits.append('/');
        case '\n', '\r', '=' -> {}
        default -> digits.append(text.charAt(i));
      }
    }
    // A last single digit holds no whole byte.
    if (digits.length() % 4 == 1) {
      digits.setLength(digits.length() - 1);
    }
    return PlainText.text(Base64.getDecoder().decode(digits.toString()));
  }

  private static boolean isPart(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '+'
        || c == '/'
        || c == '-'
        || c == '_'
        || c == '=';
  }
}
