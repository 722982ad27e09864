package dev.ratchet.activity.proposal;

import dev.ratchet.activity.analysis.Fixes.Fix;
import dev.ratchet.activity.proposal.Editor.Edits;
import dev.ratchet.domain.Optimization;
import dev.ratchet.workflow.analysis.AnalysisActivities.ProposalRequest;
import java.util.List;

/**
 * What a candidate's commit says: what changes, why that is good, why it is safe.
 *
 * @param findings ids, in order
 */
record CommitMessage(ProposalRequest request, Fix fix, Edits edits, List<String> findings) {
  private static final int SUBJECT = 72;
  private static final int WIDTH = 72;

  /** A person looks a few up; the rest is in the analysis. */
  private static final int MOST_FINDINGS = 20;

  String text() {
    StringBuilder text = new StringBuilder(subject()).append("\n\n").append(wrap(body()));
    text.append("\n\nImprovement-Id: ").append(request.improvementId());
    findings.stream().limit(MOST_FINDINGS).forEach(id -> text.append("\nFinding: ").append(id));
    return text.append("\nProposer: ").append(fix.proposer()).append('\n').toString();
  }

  private String subject() {
    Optimization optimization = request.optimization();
    String title = optimization.title();
    return title.length() <= SUBJECT ? title : fix.title();
  }

  private String body() {
    String places = edits.occurrences() == 1 ? "1 place" : edits.occurrences() + " places";
    String files = edits.contents().size() == 1 ? "1 file" : edits.contents().size() + " files";
    String why =
        fix.equivalent()
            ? "The program does the same as before: " + fix.argument()
            : "Tests of the baseline run every changed statement.";
    String left =
        edits.notCovered() == 0
            ? ""
            : " " + edits.notCovered() + " more were left alone, for no test runs them.";
    return places + " in " + files + ". " + fix.benefit() + " " + why + left;
  }

  private static String wrap(String text) {
    StringBuilder wrapped = new StringBuilder();
    int column = 0;
    for (String word : text.split(" ", -1)) {
      if (column > 0 && column + 1 + word.length() > WIDTH) {
        wrapped.append('\n');
        column = 0;
      } else if (column > 0) {
        wrapped.append(' ');
        column++;
      }
      wrapped.append(word);
      column += word.length();
    }
    return wrapped.toString();
  }
}
