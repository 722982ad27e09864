package dev.ratchet.domain;

import java.util.List;

/** What was found about a candidate. */
public sealed interface Verdict {
  /** All gates passed. */
  record Accepted() implements Verdict {}

  /** A gate refused. */
  record Rejected(String gate, List<GateError> reasons) implements Verdict {
    public Rejected {
      Checks.text(gate, "gate");
      reasons = List.copyOf(reasons);
    }
  }

  /** Nothing can be said: the trial itself did not come to an end. */
  record Undecided(String reason) implements Verdict {
    public Undecided {
      Checks.text(reason, "reason");
    }
  }
}
