package dev.ratchet.activity.proposal;

import dev.ratchet.activity.proposal.UnifiedPatch.Change;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Applies changes of whole lines to a text; line ends and all other characters stay. */
final class LineEdit {
  private final List<String> lines;
  private final boolean ended;

  LineEdit(String text) {
    this.ended = text.endsWith("\n");
    this.lines = split(ended || text.isEmpty() ? text : text + "\n");
  }

  /** Lines with their ends. */
  private static List<String> split(String text) {
    List<String> lines = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf('\n', start);
      end = end < 0 ? text.length() : end + 1;
      lines.add(text.substring(start, end));
      start = end;
    }
    return lines;
  }

  /**
   * @throws IllegalArgumentException when the text is not what the changes were made for
   */
  String apply(List<Change> changes) {
    List<String> edited = new ArrayList<>(lines);
    // What is put before a line keeps its order, and is put there after the line was replaced.
    List<Change> fromBelow =
        changes.reversed().stream()
            .sorted(
                Comparator.comparingInt(Change::line)
                    .reversed()
                    .thenComparing(change -> change.removed().isEmpty()))
            .toList();
    for (Change change : fromBelow) {
      int at = change.line() - 1;
      if (at < 0 || at + change.removed().size() > lines.size()) {
        throw new IllegalArgumentException("line " + change.line() + " is outside of the text");
      }
      for (int i = 0; i < change.removed().size(); i++) {
        String line = edited.get(at);
        if (!body(line).equals(body(change.removed().get(i)))) {
          throw new IllegalArgumentException("line " + (at + i + 1) + " differs from the change's");
        }
        edited.remove(at);
      }
      List<String> added = change.added().stream().map(line -> body(line) + end()).toList();
      edited.addAll(at, added);
    }
    String text = String.join("", edited);
    return ended ? text : text.replaceFirst("\\r?\\n$", "");
  }

  private static String body(String line) {
    return line.replaceFirst("\\r?\\n?$", "");
  }

  /** How the text's first line ends. */
  private String end() {
    return !lines.isEmpty() && lines.getFirst().endsWith("\r\n") ? "\r\n" : "\n";
  }
}
