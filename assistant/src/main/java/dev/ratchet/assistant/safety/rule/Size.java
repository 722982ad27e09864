package dev.ratchet.assistant.safety.rule;

import java.util.Optional;

/** Texts that are too long to be judged in a request's time. See docs/safety/size.md. */
public final class Size implements RawRule {
  /** Some 65,000 tokens, more than local models take; judged within 30 ms. */
  public static final int MOST = 262_144;

  @Override
  public String name() {
    return "size";
  }

  @Override
  public Optional<Suspicion> examine(String raw) {
    return raw.length() <= MOST
        ? Optional.empty()
        : Optional.of(Suspicion.sure("The text is longer than " + MOST + " characters."));
  }
}
