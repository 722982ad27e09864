package dev.ratchet.assistant.safety.rule;

import dev.ratchet.assistant.safety.text.Submission;
import dev.ratchet.assistant.safety.text.View;
import java.util.Optional;

/**
 * A rule that is a list of phrases. They are possible signs where a person can see them, for people
 * also talk about them, and sure ones where somebody encoded them.
 */
abstract class PhraseRule implements InputRule {
  private final Phrases phrases;
  private final String what;

  PhraseRule(String what, String... phrases) {
    this.what = what;
    this.phrases = Phrases.of(phrases);
  }

  @Override
  public final Optional<Suspicion> examine(Submission submission) {
    for (View view : submission.views()) {
      if (phrases.foundIn(view.words())) {
        return Optional.of(
            view.encoded()
                ? Suspicion.sure("The text, read as " + view.encoding() + ", " + what)
                : Suspicion.possible("The text " + what));
      }
    }
    return Optional.empty();
  }
}
