package dev.ratchet.assistant.safety.rule;

import dev.ratchet.assistant.safety.classifier.Verdict;
import dev.ratchet.assistant.safety.text.View;
import java.util.Optional;

/** A classifier's verdict in a rule's words. */
final class Classified {
  private Classified() {}

  static Optional<Suspicion> suspicion(Verdict verdict, View view, String what) {
    String reason =
        (view.encoded() ? "The text, read as " + view.encoding() + ", " : "The text ") + what;
    return switch (verdict.level()) {
      case HARMLESS -> Optional.empty();
      case SUSPICIOUS -> Optional.of(Suspicion.possible(reason));
      case ATTACK -> Optional.of(Suspicion.sure(reason));
    };
  }
}
