package dev.ratchet.assistant.safety.rule;

import dev.ratchet.assistant.safety.Source;
import dev.ratchet.assistant.safety.classifier.InstructionInData;
import dev.ratchet.assistant.safety.text.Submission;
import dev.ratchet.assistant.safety.text.View;
import java.util.Optional;

/** The classifier of orders in texts that are data. See docs/safety/instruction-in-data.md. */
public final class Instruction implements InputRule {
  private final InstructionInData classifier;

  public Instruction(InstructionInData classifier) {
    this.classifier = classifier;
  }

  @Override
  public String name() {
    return "instruction-in-data";
  }

  @Override
  public Optional<Suspicion> examine(Submission submission) {
    if (submission.source() == Source.PERSON) {
      return Optional.empty();
    }
    Optional<Suspicion> worst = Optional.empty();
    for (View view : submission.views()) {
      Optional<Suspicion> found =
          Classified.suspicion(
              classifier.judge(view), view, "holds an order to the assistant that reads it.");
      if (found.isPresent() && found.get().isSure()) {
        return found;
      }
      worst = worst.or(() -> found);
    }
    return worst;
  }
}
