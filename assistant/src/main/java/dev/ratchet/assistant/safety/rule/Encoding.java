package dev.ratchet.assistant.safety.rule;

import java.util.Optional;

/** Text that was decoded wrongly, or holds what is no character. See docs/safety/encoding.md. */
public final class Encoding implements RawRule {
  /** A few replacement characters come with any scraped page. */
  private static final int FEW = 8;

  /** One broken character in so many is noise; more is a binary file or the wrong charset. */
  private static final int NOISE = 50;

  @Override
  public String name() {
    return "encoding";
  }

  @Override
  public Optional<Suspicion> examine(String raw) {
    int replaced = 0;
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c < 0xD800) {
        continue;
      }
      if (isLone(raw, i, c)) {
        return Optional.of(Suspicion.sure("The text holds half a character."));
      }
      if (c == '\uFFFD' || isNoCharacter(c)) {
        replaced++;
      }
    }
    if (replaced > FEW && replaced > raw.length() / NOISE) {
      return Optional.of(
          Suspicion.possible("Much of the text is no text, or was read in the wrong encoding."));
    }
    return Optional.empty();
  }

  private static boolean isLone(String raw, int at, char c) {
    if (Character.isHighSurrogate(c)) {
      return at + 1 == raw.length() || !Character.isLowSurrogate(raw.charAt(at + 1));
    }
    return Character.isLowSurrogate(c)
        && (at == 0 || !Character.isHighSurrogate(raw.charAt(at - 1)));
  }

  private static boolean isNoCharacter(char c) {
    return (c >= 0xFDD0 && c <= 0xFDEF) || c >= 0xFFFE;
  }
}
