package dev.ratchet.activity.proposal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads unified diffs. */
final class UnifiedPatch {
  private static final Pattern HUNK =
      Pattern.compile("@@ -(\\d+)(?:,\\d+)? \\+\\d+(?:,\\d+)? @@.*");

  private UnifiedPatch() {}

  /**
   * Lines that are replaced as one.
   *
   * @param line 1-based line of the old file where it begins
   * @param removed the old lines, without line ends; none for an insertion before the line
   */
  record Change(int line, List<String> removed, List<String> added) {
    Change {
      removed = List.copyOf(removed);
      added = List.copyOf(added);
    }

    int lastLine() {
      return line + Math.max(0, removed.size() - 1);
    }
  }

  /** Changes by the name that follows "--- ". */
  static Map<String, List<Change>> read(String patch) {
    Map<String, List<Change>> files = new LinkedHashMap<>();
    List<Change> changes = new ArrayList<>();
    Cursor cursor = new Cursor(0, changes);
    boolean header = false;
    for (String line : patch.split("\n", -1)) {
      Matcher hunk = HUNK.matcher(line);
      if (hunk.matches()) {
        cursor.end();
        cursor = new Cursor(Integer.parseInt(hunk.group(1)), changes);
        header = false;
      } else if (line.startsWith("--- ") && cursor.mayEnd(line)) {
        cursor.end();
        changes = new ArrayList<>();
        files.put(line.substring(4).strip(), changes);
        cursor = new Cursor(0, changes);
        header = true;
      } else if (!header) {
        cursor.take(line);
      }
    }
    cursor.end();
    return files;
  }

  /** Where reading is in the old file. */
  private static final class Cursor {
    private final List<Change> changes;
    private int line;
    private final List<String> removed = new ArrayList<>();
    private final List<String> added = new ArrayList<>();

    Cursor(int line, List<Change> changes) {
      this.line = line;
      this.changes = changes;
    }

    /** A removed SQL comment looks like a header too, but headers name Java files. */
    boolean mayEnd(String header) {
      return header.endsWith(".java");
    }

    void take(String text) {
      if (text.startsWith("-")) {
        if (!added.isEmpty()) {
          end();
        }
        removed.add(text.substring(1));
      } else if (text.startsWith("+")) {
        added.add(text.substring(1));
      } else if (text.startsWith(" ")) {
        end();
        line++;
      }
    }

    void end() {
      if (!removed.isEmpty() || !added.isEmpty()) {
        changes.add(new Change(line, removed, added));
        line += removed.size();
        removed.clear();
        added.clear();
      }
    }
  }
}
