package dev.ratchet.assistant.model;

import java.util.ArrayList;
import java.util.List;

/** What a model is asked for, with the bounds in which its parameters may be tuned. */
public enum TaskKind {
  /** A person reads it: nothing is varied unless somebody wants that. */
  CHAT(List.of(0.3, 0.5, 0.7, 0.9), List.of(1_024, 2_048, 4_096)),
  /** Faithful, not inventive; as long as a summary may be in a context. */
  SUMMARY(List.of(0.0, 0.2, 0.4), List.of(256, 512)),
  /** A whole method or class; several tries gain from some variety. */
  CODE_PROPOSAL(List.of(0.0, 0.2, 0.4, 0.7), List.of(2_048, 4_096));

  // A copy that nobody can change.
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<Parameters> grid;

  TaskKind(List<Double> temperatures, List<Integer> maxTokens) {
    List<Parameters> all = new ArrayList<>();
    for (double temperature : temperatures) {
      for (int tokens : maxTokens) {
        all.add(new Parameters(temperature, tokens));
      }
    }
    this.grid = List.copyOf(all);
  }

  /** Everything that may be chosen. */
  public List<Parameters> grid() {
    return grid;
  }
}
