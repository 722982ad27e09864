package dev.ratchet.activity.proposal;

import dev.ratchet.activity.proposal.UnifiedPatch.Change;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes the smallest change of a file's imports: Error Prone sorts the whole list anew, which would
 * bury what matters.
 */
final class Imports {
  private static final Pattern IMPORT = Pattern.compile("import (static )?([\\w.*]+);.*");

  private final List<String> lines;
  private final int first;
  private final int last;

  Imports(List<String> lines) {
    this.lines = lines;
    int from = 0;
    int to = 0;
    for (int line = 1; line <= lines.size(); line++) {
      if (IMPORT.matcher(lines.get(line - 1)).matches()) {
        from = from == 0 ? line : from;
        to = line;
      }
    }
    this.first = from;
    this.last = to;
  }

  /** The changes with those of imports replaced by the fewest that have the same effect. */
  List<Change> smallest(List<Change> changes) {
    Set<String> removed = new LinkedHashSet<>();
    Set<String> added = new LinkedHashSet<>();
    List<Change> rest = new ArrayList<>();
    for (Change change : changes) {
      if (isOfImports(change)) {
        removed.addAll(imports(change.removed()));
        added.addAll(imports(change.added()));
      } else {
        rest.add(change);
      }
    }
    Set<String> gone = new HashSet<>(removed);
    gone.removeAll(added);
    added.removeAll(removed);
    List<Change> all = new ArrayList<>(rest);
    for (int line = Math.max(1, first); line <= last; line++) {
      String text = lines.get(line - 1);
      if (gone.contains(text.strip())) {
        all.add(new Change(line, List.of(text), List.of()));
      }
    }
    added.stream()
        .filter(text -> rest.isEmpty() || isUsed(text, rest))
        .sorted()
        .forEach(text -> all.add(insertion(text)));
    return all;
  }

  /** Whether the change lies among the imports, or adds the first ones. */
  static boolean isOfImports(Change change) {
    List<String> all = new ArrayList<>(change.removed());
    all.addAll(change.added());
    return all.stream().anyMatch(line -> IMPORT.matcher(line.strip()).matches())
        && all.stream().allMatch(line -> line.isBlank() || IMPORT.matcher(line.strip()).matches());
  }

  private static List<String> imports(Collection<String> lines) {
    return lines.stream()
        .map(String::strip)
        .filter(line -> IMPORT.matcher(line).matches())
        .toList();
  }

  /** An import may have been for an occurrence that is left alone. */
  private static boolean isUsed(String text, List<Change> changes) {
    String name = name(text);
    Pattern simple =
        Pattern.compile("\\b" + Pattern.quote(name.substring(name.lastIndexOf('.') + 1)) + "\\b");
    return changes.stream()
        .flatMap(change -> change.added().stream())
        .anyMatch(line -> simple.matcher(line).find());
  }

  private static String name(String text) {
    Matcher matcher = IMPORT.matcher(text);
    return matcher.matches() ? matcher.group(2) : "";
  }

  private Change insertion(String text) {
    if (first == 0) {
      int line = afterPackage();
      return new Change(line, List.of(), List.of("", text));
    }
    String family = family(text);
    int before = 0;
    int after = 0;
    for (int line = first; line <= last; line++) {
      String other = lines.get(line - 1).strip();
      if (IMPORT.matcher(other).matches() && family(other).equals(family)) {
        if (other.compareTo(text) < 0) {
          after = line;
        } else if (before == 0) {
          before = line;
        }
      }
    }
    int at = after > 0 ? after + 1 : before > 0 ? before : last + 1;
    return new Change(at, List.of(), List.of(text));
  }

  /** Imports of one family usually stand together. */
  private static String family(String text) {
    String name = name(text);
    int dot = name.indexOf('.');
    return (text.startsWith("import static ") ? "static " : "")
        + (dot < 0 ? name : name.substring(0, dot));
  }

  private int afterPackage() {
    for (int line = 1; line <= lines.size(); line++) {
      if (lines.get(line - 1).startsWith("package ")) {
        return line + 1;
      }
    }
    return 1;
  }
}
