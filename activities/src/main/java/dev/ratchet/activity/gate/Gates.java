package dev.ratchet.activity.gate;

import dev.ratchet.activity.analysis.CommitAnalysis;
import java.util.List;

/** The registry of gates. */
public final class Gates {
  private Gates() {}

  /** Those that need no test run, in order of cost. */
  public static List<Gate> cheap(CommitAnalysis commits) {
    return List.of(
        new ScopeGate(), new ParseGate(), new CompileGate(), new NoNewFindingGate(commits));
  }
}
