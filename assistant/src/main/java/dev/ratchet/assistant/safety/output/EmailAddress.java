package dev.ratchet.assistant.safety.output;

import dev.ratchet.assistant.safety.Mode;

/** Addresses of mail. See docs/safety/email-address.md. */
public final class EmailAddress implements OutputRule {
  private static final int LONGEST_NAME = 64;
  private static final int LONGEST_HOST = 64;

  @Override
  public String name() {
    return "email-address";
  }

  /** Answers name addresses for good reasons, above all in code. */
  @Override
  public Mode standard() {
    return Mode.FLAG;
  }

  @Override
  public boolean startsWith(char c) {
    return Letters.isAlphanumeric(c);
  }

  @Override
  public int match(CharSequence text, int at, boolean ended) {
    if (at > 0 && isName(text.charAt(at - 1))) {
      return NONE;
    }
    int place = at;
    while (place < text.length() && isName(text.charAt(place)) && place - at <= LONGEST_NAME) {
      place++;
    }
    if (place == text.length()) {
      return Letters.more(ended);
    }
    return text.charAt(place) == '@' && place - at <= LONGEST_NAME
        ? host(text, at, place + 1, ended)
        : NONE;
  }

  private static int host(CharSequence text, int at, int start, boolean ended) {
    int place = start;
    int dot = 0;
    while (place < text.length() && place - start <= LONGEST_HOST && isHost(text.charAt(place))) {
      // A dot that ends a sentence is no part of it: only one before a letter counts.
      if (text.charAt(place) == '.') {
        dot = place;
      }
      place++;
    }
    if (place == text.length() && !ended) {
      return MORE;
    }
    int end = dot == place - 1 ? place - 1 : place;
    boolean domain = text.subSequence(start, end).toString().matches("[^.].*\\.[A-Za-z]{2,}");
    return domain ? end - at : NONE;
  }

  private static boolean isName(char c) {
    return Letters.isKey(c) || c == '.' || c == '%' || c == '+';
  }

  private static boolean isHost(char c) {
    return Letters.isAlphanumeric(c) || c == '-' || c == '.';
  }
}
