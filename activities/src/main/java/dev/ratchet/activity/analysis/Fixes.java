package dev.ratchet.activity.analysis;

import dev.ratchet.domain.RiskLevel;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What proposers can mend. Immutable. */
public final class Fixes {
  private final Map<String, Fix> fixes = new HashMap<>();

  public Fixes(Collection<Fix> fixes) {
    fixes.forEach(fix -> this.fixes.put(fix.analyzer() + ":" + fix.rule(), fix));
  }

  /**
   * A deterministic change of what a rule finds.
   *
   * @param analyzer "ratchet" or "error-prone"
   * @param title imperative, for the commit's subject: "Add missing @Override"
   * @param benefit one sentence for a person
   * @param argument why the code does the same afterwards; empty where tests have to show it
   * @param worthAlone whether a single occurrence in a package is worth a commit that a person has
   *     to read; what only spells the same differently is not
   */
  public record Fix(
      String analyzer,
      String rule,
      String title,
      String benefit,
      String argument,
      RiskLevel risk,
      boolean worthAlone) {
    public Fix(
        String analyzer,
        String rule,
        String title,
        String benefit,
        String argument,
        RiskLevel risk) {
      this(analyzer, rule, title, benefit, argument, risk, true);
    }

    public boolean equivalent() {
      return !argument.isEmpty();
    }

    /** As an optimization names it: "rule:ID" or "error-prone:CHECK". */
    public String proposer() {
      return (analyzer.equals("ratchet") ? "rule" : analyzer) + ":" + rule;
    }
  }

  Optional<Fix> find(String analyzer, String rule) {
    return Optional.ofNullable(fixes.get(analyzer + ":" + rule));
  }

  /** By the proposer's name. */
  public Optional<Fix> find(String proposer) {
    return fixes.values().stream().filter(fix -> fix.proposer().equals(proposer)).findFirst();
  }
}
