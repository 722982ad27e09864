package dev.ratchet.platform.metric;

/**
 * One line over time.
 *
 * @param model that answered; empty where none takes part
 * @param part the agent that asked, or the process or index that is measured; may be empty
 */
public record Series(Measure measure, String model, String part) {
  private static final int LONGEST = 60;

  public Series {
    model = harmless(model);
    part = harmless(part);
  }

  /** Also without what separates parts of a field in Redis. */
  private static String harmless(String text) {
    String plain = text.replaceAll("[^\\w.:/+@-]", "_");
    return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST);
  }

  /** The same measure where its labels are too many to keep apart. */
  Series together() {
    return new Series(measure, "other", "other");
  }

  /** For a person, for example "chat.total gpt-oss-20b assistant". */
  public String text() {
    return (measure.label() + " " + model + " " + part).replaceAll(" +", " ").strip();
  }
}
