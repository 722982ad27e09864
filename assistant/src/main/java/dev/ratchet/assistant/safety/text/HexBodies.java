package dev.ratchet.assistant.safety.text;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs of bytes in hexadecimal: 49676e, 49 67 6e, \x49\x67, %49%67, 0x49 0x67. */
final class HexBodies implements Decoder {
  @Override
  public String encoding() {
    return "hex";
  }

  @Override
  public List<String> decode(View view, String raw) {
    List<String> bodies = new ArrayList<>();
    String text = view.text();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int at = 0;
    while (at < text.length()) {
      int digits = at + prefix(text, at);
      if (isByte(text, digits)) {
        bytes.write(Integer.parseInt(text, digits, digits + 2, 16));
        at = digits + 2;
        at += separators(text, at);
      } else {
        take(bytes).ifPresent(bodies::add);
        at++;
      }
    }
    take(bytes).ifPresent(bodies::add);
    return bodies;
  }

  private static Optional<String> take(ByteArrayOutputStream bytes) {
    if (bytes.size() < PlainText.SHORTEST) {
      bytes.reset();
      return Optional.empty();
    }
    byte[] taken = bytes.toByteArray();
    bytes.reset();
    return PlainText.text(taken);
  }

  private static int prefix(String text, int at) {
    char c = text.charAt(at);
    if (c == '%') {
      return 1;
    }
    return (c == '\\' || c == '0') && at + 1 < text.length() && text.charAt(at + 1) == 'x' ? 2 : 0;
  }

  /** A comma and a blank at most. */
  private static int separators(String text, int at) {
    int count = 0;
    while (count < 2 && at + count < text.length() && isSeparator(text.charAt(at + count))) {
      count++;
    }
    return count;
  }

  private static boolean isByte(String text, int at) {
    return at + 1 < text.length() && isDigit(text.charAt(at)) && isDigit(text.charAt(at + 1));
  }

  private static boolean isDigit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }

  private static boolean isSeparator(char c) {
    return c == ' ' || c == ',' || c == ':';
  }
}
