package dev.ratchet.assistant.model;

import java.util.List;
import java.util.Locale;

/**
 * Which parameters were chosen, and why.
 *
 * @param tuned false when they are the configuration's
 * @param reason one sentence for a person
 * @param arms what was known of everything that could be chosen; empty when nothing was looked at
 */
public record Tuning(
    TaskKind task, Parameters chosen, boolean tuned, String reason, List<Arm> arms) {
  public Tuning {
    arms = List.copyOf(arms);
  }

  /**
   * What is known of some parameters.
   *
   * @param good outcomes; old ones count less, so this is no whole number
   * @param bad outcomes
   * @param drawn from the distribution of its success, this time; the highest was chosen
   */
  public record Arm(Parameters parameters, double good, double bad, double drawn) {
    /** How often it is expected to do well, from 0 to 1. */
    public double expected() {
      return (good + 1) / (good + bad + 2);
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "temperature %.1f, max_tokens %d: %.0f of %.0f good, drew %.2f",
          parameters.temperature(),
          parameters.maxTokens(),
          good,
          good + bad,
          drawn);
    }
  }
}
