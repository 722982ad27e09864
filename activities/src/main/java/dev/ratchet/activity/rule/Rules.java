package dev.ratchet.activity.rule;

import dev.ratchet.activity.analysis.Fixes.Fix;
import java.util.List;

/** The registry of rules. */
public final class Rules {
  private Rules() {}

  public static List<Rule> all() {
    return List.of(
        new AppendCharacter(),
        new CharsetConstant(),
        new Diamond(),
        new IsEmpty(),
        new MultiCatch());
  }

  public static List<Fix> fixes() {
    return all().stream().map(Rule::fix).toList();
  }
}
