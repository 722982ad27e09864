package dev.ratchet.activity.proposal;

import dev.ratchet.activity.proposal.UnifiedPatch.Change;
import java.util.List;
import java.util.regex.Pattern;

/** Takes along the lines around a removal that are there for its sake only. */
final class Leftovers {
  private static final Pattern BLOCK_TAG = Pattern.compile("\\s*\\*?\\s*@\\w+.*");
  private static final Pattern COMMENT_START = Pattern.compile("\\s*/\\*\\*\\s*");
  private static final Pattern COMMENT_LINE = Pattern.compile("\\s*\\*\\s*");
  private static final Pattern COMMENT_END = Pattern.compile("\\s*\\*/\\s*");

  private final List<String> lines;

  Leftovers(List<String> lines) {
    this.lines = lines;
  }

  Change with(Change change) {
    if (!change.added().isEmpty() || change.removed().isEmpty()) {
      return change;
    }
    int first = change.line();
    int last = change.lastLine();
    if (change.removed().stream().allMatch(line -> BLOCK_TAG.matcher(line).matches())) {
      if (is(COMMENT_END, last + 1) && is(COMMENT_LINE, first - 1)) {
        // The line that set the tags apart from the text.
        first--;
      } else if (is(COMMENT_END, last + 1) && is(COMMENT_START, first - 1)) {
        first--;
        last++;
      }
    } else if (line(first - 1).stripTrailing().endsWith("{") && line(last + 1).isBlank()) {
      // No block begins with an empty line because its first one has gone.
      last = Math.min(lines.size(), last + 1);
    }
    return new Change(first, lines.subList(first - 1, last), List.of());
  }

  private boolean is(Pattern pattern, int number) {
    return pattern.matcher(line(number)).matches();
  }

  private String line(int number) {
    return number < 1 || number > lines.size() ? "" : lines.get(number - 1);
  }
}
