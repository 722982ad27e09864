package dev.ratchet.assistant.safety;

import dev.ratchet.assistant.safety.rule.Suspicion;
import dev.ratchet.domain.FilterDecision;
import dev.ratchet.domain.FilterDecision.Allow;
import dev.ratchet.domain.FilterDecision.Block;
import dev.ratchet.domain.FilterDecision.Flag;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the rules found in one text, and what follows from it. For one thread. */
final class Findings {
  private final Switches switches;
  private final List<String> rules = new ArrayList<>();
  private final List<String> reasons = new ArrayList<>();
  private @Nullable Block block;

  Findings(Switches switches) {
    this.switches = switches;
  }

  void add(String rule, Suspicion suspicion) {
    rules.add(rule);
    reasons.add(suspicion.reason());
    if (block == null && suspicion.isSure() && switches.mode(rule) == Mode.BLOCK) {
      block = new Block(rule, suspicion.reason(), Rules.appeal(rule));
    }
  }

  boolean blocked() {
    return block != null;
  }

  FilterDecision decision() {
    if (block != null) {
      return block;
    }
    return rules.isEmpty() ? new Allow() : new Flag(rules, String.join(" ", reasons));
  }
}
