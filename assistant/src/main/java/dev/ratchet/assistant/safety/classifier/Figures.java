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

  @Override
  public String toString() {
    StringBuilder table =
        new StringBuilder("| texts | number | blocked | flagged | left open by the words |\n");
    table.append("|---|---|---|---|---|\n");
    rows.forEach(
        (group, row) ->
            table.append(
                "| %s | %d | %s | %s | %s |%n"
                    .formatted(
                        group,
                        row.texts,
                        share(row.blocked, row.texts),
                        share(row.flagged, row.texts),
                        share(row.embedded, row.texts))));
    return table.toString();
  }

  private static String share(int part, int whole) {
    return "%.1f %%".formatted(100.0 * part / whole);
  }
}
