package dev.ratchet.activity.rule;

import dev.ratchet.activity.Progress;
import dev.ratchet.activity.analysis.SourceText;
import dev.ratchet.activity.proposal.Editor;
import dev.ratchet.activity.repository.Mirror;
import dev.ratchet.workflow.analysis.AnalysisActivities.ProposalRequest;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the edits of Ratchet's own rules. All of these argue to be equivalent, so tests need not
 * cover them.
 */
public final class RuleEditor implements Editor {
  private static final String PREFIX = "rule:";

  @Override
  public boolean makes(String proposer) {
    return rule(proposer).isPresent();
  }

  private static Optional<Rule> rule(String proposer) {
    return Rules.all().stream()
        .filter(rule -> proposer.equals(PREFIX + rule.fix().rule()))
        .findFirst();
  }

  @Override
  public Edits edit(ProposalRequest request, Mirror mirror, Progress progress) {
    Rule rule = rule(request.optimization().proposer()).orElseThrow();
    Map<String, byte[]> contents = new HashMap<>();
    Map<String, int[]> lines = new HashMap<>();
    int occurrences = 0;
    for (String path : request.optimization().files()) {
      SourceText file = SourceText.of(path, mirror.read(request.base(), path).orElseThrow());
      List<Rule.Match> matches =
          RuleAnalyzer.parse(file.text())
              .map(unit -> rule.find(unit, new Positions(file.text())))
              .orElse(List.of());
      if (!matches.isEmpty()) {
        contents.put(path, apply(file.text(), matches).getBytes(file.charset()));
        lines.put(path, matches.stream().mapToInt(Rule.Match::startLine).distinct().toArray());
        occurrences += matches.size();
      }
    }
    return new Edits(contents, lines, occurrences, 0, 0);
  }

  /** The text with all edits made, from the last to the first so that offsets hold. */
  static String apply(String text, List<Rule.Match> matches) {
    StringBuilder edited = new StringBuilder(text);
    matches.stream()
        .flatMap(match -> match.edits().stream())
        .distinct()
        .sorted(Comparator.comparingInt(Rule.Edit::start).reversed())
        .forEach(edit -> edited.replace(edit.start(), edit.end(), edit.replacement()));
    return edited.toString();
  }
}
