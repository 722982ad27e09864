package dev.ratchet.api.finding;

import dev.ratchet.domain.CodeIssue;
import dev.ratchet.domain.Finding;
import dev.ratchet.domain.Improvement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A finding and what became of it.
 *
 * @param rule of the issue that names it, for example "pmd:UnusedLocalVariable"
 * @param improvement the id of the improvement that acted on it; null when none did
 * @param left why the code is as it was, in one sentence; empty when it was improved or may still
 *     be
 */
public record FoundView(Finding finding, String rule, @Nullable String improvement, String left) {
  static FoundView of(Finding finding, List<Improvement> improvements) {
    String rule = rule(finding);
    return improvements.stream()
        .filter(improvement -> actsOn(improvement, finding))
        .findFirst()
        .map(improvement -> new FoundView(finding, rule, improvement.id(), left(improvement)))
        .orElseGet(() -> new FoundView(finding, rule, null, left(finding)));
  }

  private static String rule(Finding finding) {
    CodeIssue first = finding.issues().getFirst();
    return first.analyzer() + ":" + first.rule();
  }

  private static boolean actsOn(Improvement improvement, Finding finding) {
    CodeIssue first = finding.issues().getFirst();
    String proposer = (first.analyzer().equals("ratchet") ? "rule" : first.analyzer()) + ":";
    return finding.fixable()
        && improvement.proposer().equals(proposer + first.rule())
        && improvement.affectedFiles().contains(finding.place().path());
  }

  private static String left(Finding finding) {
    return finding.fixable()
        ? "a rule could act on it: it may not in this place (a protected path, or a change that is not"
            + " worth making alone), or the run has not come to it"
        : "nothing here changes it by itself: it is reported for a person";
  }

  private static String left(Improvement improvement) {
    return switch (improvement.state()) {
      case PROPOSING, TESTING, WAITING_FOR_APPROVAL, APPLIED, VERIFIED -> "";
      case NOT_PROPOSED, REJECTED, ROLLED_BACK, STOPPED ->
          improvement.outcome().isEmpty() ? "the improvement did not stay" : improvement.outcome();
    };
  }
}
