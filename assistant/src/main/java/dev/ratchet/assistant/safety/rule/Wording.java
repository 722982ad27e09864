package dev.ratchet.assistant.safety.rule;

import dev.ratchet.assistant.safety.classifier.AttackWording;
import dev.ratchet.assistant.safety.text.Submission;
import dev.ratchet.assistant.safety.text.View;
import java.util.Optional;

/** The classifier of attack wording, on all texts. See docs/safety/attack-wording.md. */
public final class Wording implements InputRule {
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
    for (View view : submission.views()) {
      Optional<Suspicion> found =
          Classified.suspicion(
              classifier.judge(view), view, "is worded like an attempt to subvert the assistant.");
      if (found.isPresent() && found.get().isSure()) {
        return found;
      }
      worst = worst.or(() -> found);
    }
    return worst;
  }
}
