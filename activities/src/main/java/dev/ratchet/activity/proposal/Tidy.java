package dev.ratchet.activity.proposal;

import dev.ratchet.activity.proposal.UnifiedPatch.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gives Error Prone's patches the layout of the code around: it writes for a formatter to run
 * afterwards, and we run none, for that would change lines that are nobody's concern.
 */
final class Tidy {
  private static final Pattern ANNOTATION_BEFORE_CODE =
      Pattern.compile("(\\s*)(@Override) (\\S.*)");
  private static final Pattern EMPTY_COMMENT_LINE = Pattern.compile("\\s*\\*?\\s*");
  private static final Pattern BLOCK_TAG = Pattern.compile("\\s*\\*?\\s*@\\w+.*");

  private Tidy() {}

  static Change tidy(Change change) {
    if (change.removed().size() != change.added().size()) {
      return change;
    }
    List<String> added = new ArrayList<>();
    for (int i = 0; i < change.added().size(); i++) {
      added.addAll(line(change.removed().get(i), change.added().get(i)));
    }
    return new Change(change.line(), change.removed(), added);
  }

  private static List<String> line(String removed, String added) {
    Matcher annotation = ANNOTATION_BEFORE_CODE.matcher(added);
    if (annotation.matches() && removed.equals(annotation.group(1) + annotation.group(3))) {
      return List.of(
          annotation.group(1) + annotation.group(2), annotation.group(1) + annotation.group(3));
    }
    boolean tagGone =
        EMPTY_COMMENT_LINE.matcher(added).matches() && BLOCK_TAG.matcher(removed).matches();
    boolean lineGone = added.isBlank() && !removed.isBlank();
    return tagGone || lineGone ? List.of() : List.of(added);
  }
}
