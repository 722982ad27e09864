package dev.ratchet.assistant.safety.rule;

import dev.ratchet.assistant.safety.Markers;
import dev.ratchet.assistant.safety.text.Submission;
import dev.ratchet.assistant.safety.text.View;
import java.util.Optional;

/**
 * Marks with which chat templates tell the speakers apart, in a text where none belongs. See
 * docs/safety/chat-markers.md.
 */
public final class ChatMarkers implements InputRule {
  @Override
  public String name() {
    return "chat-markers";
  }

  @Override
  public Optional<Suspicion> examine(Submission submission) {
    for (View view : submission.views()) {
      if (Markers.foundIn(view.text())) {
        return Optional.of(
            Suspicion.possible("The text holds marks with which chat templates change speakers."));
      }
    }
    return Optional.empty();
  }
}
