package dev.ratchet.assistant.memory;

/**
 * When and how much to summarise, in tokens.
 *
 * @param above turns that are not yet summarised may have so many
 * @param keep the newest of them stay out of the summary
 * @param perCall turns that one call of the model reads at most
 * @param longest a summary
 */
public record SummarySettings(int above, int keep, int perCall, int longest) {
  /** For a context of 8,192 tokens: the turns have half of it, and a call fits with its answer. */
  public static final SummarySettings STANDARD = new SummarySettings(4_000, 1_500, 4_000, 500);

  public SummarySettings {
    if (keep < 0 || keep >= above) {
      throw new IllegalArgumentException(
          "keep must be from 0 to less than above (%d), was %d".formatted(above, keep));
    }
    if (perCall < 100 || longest < 20) {
      throw new IllegalArgumentException(
          "a summary reads at least 100 tokens and may have at least 20");
    }
  }
}
