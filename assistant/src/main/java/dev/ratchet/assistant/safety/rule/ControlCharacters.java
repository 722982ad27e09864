package dev.ratchet.assistant.safety.rule;

import java.util.Optional;

/**
 * Control characters, above all those that move a terminal's cursor. See
 * docs/safety/control-characters.md.
 */
public final class ControlCharacters implements RawRule {
  private static final char ESCAPE = '\u001b';

  @Override
  public String name() {
    return "control-characters";
  }

  @Override
  public Optional<Suspicion> examine(String raw) {
    boolean odd = false;
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if ((c >= ' ' && c < 0x7f) || c > 0x9f || isBlank(c)) {
        continue;
      }
      if (c == 0) {
        return Optional.of(Suspicion.sure("The text holds a NUL."));
      }
      if ((c == ESCAPE && !isColour(raw, i)) || c == '\u009b' || c == '\u009d') {
        return Optional.of(Suspicion.sure("The text holds commands to a terminal."));
      }
      odd |= c != ESCAPE;
    }
    return odd
        ? Optional.of(Suspicion.possible("The text holds control characters."))
        : Optional.empty();
  }

  private static boolean isBlank(char c) {
    return c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\u0085';
  }

  /** ESC [ numbers m, as in every build log; also ESC [ K, which clears the rest of a line. */
  private static boolean isColour(String raw, int escape) {
    int at = escape + 1;
    if (at >= raw.length() || raw.charAt(at) != '[') {
      return false;
    }
    do {
      at++;
    } while (at < raw.length()
        && ((raw.charAt(at) >= '0' && raw.charAt(at) <= '9') || raw.charAt(at) == ';'));
    return at < raw.length() && (raw.charAt(at) == 'm' || raw.charAt(at) == 'K');
  }
}
