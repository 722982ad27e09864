package dev.ratchet.activity.gate;

import java.util.List;

/** The registry of gates. */
public final class Gates {
  private Gates() {}

  /** Those that need no test run, in order of cost. */
  public static List<Gate> cheap() {
    return List.of(new ScopeGate(), new ParseGate(), new CompileGate());
  }
}
