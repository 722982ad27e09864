package dev.ratchet.assistant.safety.classifier;

import dev.ratchet.assistant.safety.classifier.Verdict.Level;
import java.util.Map;
import java.util.TreeMap;

/** Counts verdicts by group, and prints them as a table in Markdown. For one thread. */
final class Figures {
  private final Map<String, Row> rows = new TreeMap<>();

  private static final class Row {
    private int texts;
    private int blocked;
    private int flagged;
    private int embedded;
  }

  void add(String group, Verdict verdict) {
    Row row = rows.computeIfAbsent(group, name -> new Row());
    row.texts++;
    row.blocked += verdict.level() == Level.ATTACK ? 1 : 0;
    row.flagged += verdict.level() == Level.SUSPICIOUS ? 1 : 0;
    row.embedded += verdict.embedded() ? 1 : 0;
  }

  /** The last column only where a classifier can leave something open. */
  @Override
  public String toString() {
    boolean open = rows.values().stream().anyMatch(row -> row.embedded > 0);
    StringBuilder table =
        new StringBuilder("| texts | number | blocked | flagged |")
            .append(
                open
                    ? " left open by the words |\n|---|---|---|---|---|\n"
                    : "\n|---|---|---|---|\n");
    rows.forEach(
        (group, row) -> {
          table.append("| %s | %d |".formatted(group, row.texts));
          table.append(share(row.blocked, row.texts)).append(share(row.flagged, row.texts));
          table.append(open ? share(row.embedded, row.texts) : "").append('\n');
        });
    return table.toString();
  }

  private static String share(int part, int whole) {
    return " %.1f %% |".formatted(100.0 * part / whole);
  }
}
