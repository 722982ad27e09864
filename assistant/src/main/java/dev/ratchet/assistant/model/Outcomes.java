package dev.ratchet.assistant.model;

import java.util.Map;

/** What became of the answers that were made with some parameters. Thread-safe. */
interface Outcomes {
  /**
   * Above so many an arm's outcomes are halved: enough to be sure, few enough to change one's mind.
   */
  double MOST = 200;

  /** Good and bad outcomes; old ones count less. */
  record Counts(double good, double bad) {
    static final Counts NONE = new Counts(0, 0);

    Counts plus(boolean well) {
      Counts more = well ? new Counts(good + 1, bad) : new Counts(good, bad + 1);
      return more.good + more.bad > MOST ? new Counts(more.good / 2, more.bad / 2) : more;
    }
  }

  /** By {@link Parameters#name}; without those that have none. */
  Map<String, Counts> of(TaskKind task);

  void add(TaskKind task, Parameters parameters, boolean good);
}
