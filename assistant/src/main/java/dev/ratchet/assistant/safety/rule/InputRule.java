package dev.ratchet.assistant.safety.rule;

import dev.ratchet.assistant.safety.Mode;
import dev.ratchet.assistant.safety.text.Submission;
import java.util.Optional;

/** Judges a text before a model sees it. Thread-safe. */
public interface InputRule {
  /** Also the name of its page in docs/safety. */
  String name();

  /** What it does where the operator says nothing. */
  default Mode standard() {
    return Mode.BLOCK;
  }

  Optional<Suspicion> examine(Submission submission);
}
