package dev.ratchet.assistant.safety.rule;

import dev.ratchet.assistant.safety.Mode;
import java.util.Optional;

/** Judges the characters of a text, before anything is made of them. Thread-safe. */
public interface RawRule {
  /** Also the name of its page in docs/safety. */
  String name();

  /** What it does where the operator says nothing. */
  default Mode standard() {
    return Mode.BLOCK;
  }

  Optional<Suspicion> examine(String raw);
}
