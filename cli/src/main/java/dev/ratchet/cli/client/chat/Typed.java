package dev.ratchet.cli.client.chat;

import java.util.Optional;

/**
 * What was typed, which may be of several lines: a line that ends with '\' goes on in the next one,
 * and a line that begins with three quotes begins a block that ends with a line that ends with
 * three.
 */
final class Typed {
  private static final String QUOTES = "\"\"\"";

  private Typed() {}

  /** The whole message, or empty while it goes on. */
  static Optional<String> whole(String typed) {
    return typed.stripLeading().startsWith(QUOTES) ? block(typed.strip()) : lines(typed);
  }

  private static Optional<String> block(String typed) {
    String inside = typed.substring(QUOTES.length());
    return inside.endsWith(QUOTES)
        ? Optional.of(inside.substring(0, inside.length() - QUOTES.length()).strip())
        : Optional.empty();
  }

  private static Optional<String> lines(String typed) {
    return typed.endsWith("\\")
        ? Optional.empty()
        : Optional.of(typed.replace("\\\n", "\n").strip());
  }
}
