package dev.ratchet.platform.metric;

import java.util.Optional;

/**
 * The name of a field in a page.
 *
 * @param step number of the step, counted from 1970
 * @param process that measured it: each writes fields of its own, so that writing one again adds
 *     nothing
 */
record Field(Series series, long step, String process) {
  String text() {
    return String.join(
        "|", series.measure().label(), series.model(), series.part(), Long.toString(step), process);
  }

  /** Empty for what another build wrote and this one does not know. */
  static Optional<Field> of(String text) {
    String[] parts = text.split("\\|", -1);
    if (parts.length != 5 || !parts[3].matches("\\d{1,12}")) {
      return Optional.empty();
    }
    return Measure.of(parts[0])
        .map(
            measure ->
                new Field(
                    new Series(measure, parts[1], parts[2]), Long.parseLong(parts[3]), parts[4]));
  }
}
