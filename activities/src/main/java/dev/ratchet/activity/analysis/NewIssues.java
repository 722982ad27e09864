package dev.ratchet.activity.analysis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiPredicate;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;

/**
 * Tells an analyser's new issues of a changed file from those that only moved. One is known again
 * by its rule and its code without layout, wherever it is now; where the code itself changed, by
 * its rule and the place that was edited.
 */
final class NewIssues {
  private final List<Edit> edits;

  NewIssues(SourceText before, SourceText after) {
    this.edits = new HistogramDiff().diff(RawTextComparator.WS_IGNORE_ALL, raw(before), raw(after));
  }

  private static RawText raw(SourceText source) {
    return new RawText(
        String.join("\n", source.lines()).concat("\n").getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Those of the found issues that were not known; each known one explains one found one at most.
   */
  List<SourceIssue> of(List<SourceIssue> known, List<SourceIssue> found) {
    List<SourceIssue> unexplained = new ArrayList<>(known);
    List<SourceIssue> fresh = new ArrayList<>(found);
    // The line first, so that of several alike the one that was added is named.
    match(unexplained, fresh, (old, now) -> sameCode(old, now) && moved(old) == now.startLine());
    match(unexplained, fresh, NewIssues::sameCode);
    match(unexplained, fresh, this::sameEdit);
    return fresh;
  }

  private static void match(
      List<SourceIssue> unexplained,
      List<SourceIssue> fresh,
      BiPredicate<SourceIssue, SourceIssue> same) {
    Iterator<SourceIssue> issues = fresh.iterator();
    while (issues.hasNext()) {
      SourceIssue now = issues.next();
      for (SourceIssue old : unexplained) {
        if (old.rule().equals(now.rule()) && same.test(old, now)) {
          unexplained.remove(old);
          issues.remove();
          break;
        }
      }
    }
  }

  private static boolean sameCode(SourceIssue old, SourceIssue now) {
    return old.code().equals(now.code());
  }

  /** Where an unedited line is now. */
  private int moved(SourceIssue old) {
    int shift = 0;
    for (Edit edit : edits) {
      if (edit.getEndA() < old.startLine()) {
        shift += edit.getLengthB() - edit.getLengthA();
      }
    }
    return old.startLine() + shift;
  }

  private boolean sameEdit(SourceIssue old, SourceIssue now) {
    return edits.stream()
        .anyMatch(
            edit ->
                touches(old, edit.getBeginA(), edit.getEndA())
                    && touches(now, edit.getBeginB(), edit.getEndB()));
  }

  /**
   * Whether the issue lies on one of the lines, counted from 0; on the next where there is none.
   */
  private static boolean touches(SourceIssue issue, int begin, int end) {
    return issue.startLine() <= Math.max(end, begin + 1) && issue.endLine() > begin;
  }
}
