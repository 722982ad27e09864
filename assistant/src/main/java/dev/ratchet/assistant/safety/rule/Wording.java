package dev.ratchet.assistant.safety.rule;

import dev.ratchet.assistant.safety.classifier.AttackWording;
import dev.ratchet.assistant.safety.classifier.Verdict;
import dev.ratchet.assistant.safety.text.Submission;
import dev.ratchet.assistant.safety.text.View;
import java.util.Optional;

/** The classifier of attack wording, on all texts. See docs/safety/attack-wording.md. */
public final class Wording implements InputRule {
  /**
   * Readings of one text that may be embedded. A text can hold dozens of encoded parts; where all
   * of them were left open it would take seconds.
   */
  private static final int MOST_EMBEDDED = 2;

  private final AttackWording classifier;

  public Wording(AttackWording classifier) {
    this.classifier = classifier;
  }

  @Override
  public String name() {
    return "attack-wording";
  }

  @Override
  public Optional<Suspicion> examine(Submission submission) {
    Optional<Suspicion> worst = Optional.empty();
    int embedded = 0;
    for (View view : submission.views()) {
      Verdict verdict = classifier.judge(view, embedded < MOST_EMBEDDED);
      embedded += verdict.embedded() ? 1 : 0;
      Optional<Suspicion> found =
          Classified.suspicion(
              verdict, view, "is worded like an attempt to subvert the assistant.");
      if (found.isPresent() && found.get().isSure()) {
        return found;
      }
      worst = worst.or(() -> found);
    }
    return worst;
  }
}
