package dev.ratchet.assistant.safety.rule;

import dev.ratchet.assistant.safety.Source;
import dev.ratchet.assistant.safety.text.Submission;
import dev.ratchet.assistant.safety.text.View;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Data that would have an answer carry something out: a picture or link whose address is left to be
 * filled in. See docs/safety/exfiltration.md.
 */
public final class Exfiltration implements InputRule {
  /** A Markdown picture or link to another host with a query that ends in a blank to fill. */
  private static final Pattern BLANK =
      Pattern.compile(
          "\\]\\(https?://[^)\\s]{1,300}[?&=/]"
              + "(?:\\{[^)}]{1,80}\\}|\\[[^)\\]]{1,80}\\]|<[^)>]{1,80}>|\\$\\w{1,40}|[A-Z_]{4,40})\\)");

  private static final Phrases ORDERS =
      Phrases.of(
          "send|post|forward|upload|transmit|exfiltrate|email"
              + " ..4 conversation|history|password|passwords|credentials|secrets|tokens|keys"
              + " ..4 to http|https|www|this|the|attacker",
          "append|add|include|encode|insert|put"
              + " ..4 conversation|history|password|passwords|credentials|secrets"
              + " ..6 url|link|image|query|parameter");

  @Override
  public String name() {
    return "exfiltration";
  }

  @Override
  public Optional<Suspicion> examine(Submission submission) {
    if (submission.source() == Source.PERSON) {
      return Optional.empty();
    }
    for (View view : submission.views()) {
      if (ORDERS.foundIn(view.words())
          || (view.text().contains("](http") && BLANK.matcher(view.text()).find())) {
        return Optional.of(
            Suspicion.possible("The text would have an answer send something elsewhere."));
      }
    }
    return Optional.empty();
  }
}
