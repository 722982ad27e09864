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
  /** How the address of a picture or link ends where something is to be filled in. */
  private static final Pattern BLANK =
      Pattern.compile(
          "[?&=/](?:\\{[^{}]{1,80}\\}|\\[[^\\[\\]]{1,80}\\]|<[^<>]{1,80}>|\\$\\w{1,40}|[A-Z_]{4,40})$");

  private static final int LONGEST_ADDRESS = 400;
  private static final int LONGEST_BLANK = 83;

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
      if (ORDERS.foundIn(view.words()) || hasBlank(view.text())) {
        return Optional.of(
            Suspicion.possible("The text would have an answer send something elsewhere."));
      }
    }
    return Optional.empty();
  }

  /** Looks at the end of each address only, so that no text makes this slow. */
  private static boolean hasBlank(String text) {
    int at = text.indexOf("](http");
    while (at >= 0) {
      int close = text.indexOf(')', at);
      if (close < 0) {
        return false;
      }
      int from = Math.max(at, close - LONGEST_BLANK);
      if (close - at <= LONGEST_ADDRESS && BLANK.matcher(text.substring(from, close)).find()) {
        return true;
      }
      at = text.indexOf("](http", close);
    }
    return false;
  }
}
