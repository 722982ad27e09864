package dev.ratchet.api.chat;

import dev.ratchet.api.run.RunView;
import dev.ratchet.domain.Improvement;
import java.util.Locale;

/** A run in words, short enough for a model's prompt. */
final class RunWords {
  private static final int MOST_IMPROVEMENTS = 20;

  private RunWords() {}

  static String of(RunView run) {
    StringBuilder words = new StringBuilder("run ").append(run.runId());
    words.append(" over ").append(run.target()).append(": ");
    if (run.status() != null) {
      words.append(run.status().stage()).append(", ").append(run.status().doing());
    } else if (run.summary() != null) {
      words.append(run.summary().outcome()).append(", ").append(run.summary().message());
    } else {
      words.append(run.state()).append(", ").append(run.note());
    }
    run.knownImprovements().stream()
        .limit(MOST_IMPROVEMENTS)
        .forEach(improvement -> words.append('\n').append(line(improvement)));
    return words.toString();
  }

  private static String line(Improvement improvement) {
    return "%s: %s, %s%s"
        .formatted(
            improvement.id(),
            improvement.description(),
            improvement.state().name().toLowerCase(Locale.ROOT).replace('_', ' '),
            improvement.outcome().isEmpty() ? "" : " (" + improvement.outcome() + ")");
  }
}
