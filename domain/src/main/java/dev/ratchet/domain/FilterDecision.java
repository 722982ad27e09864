package dev.ratchet.domain;

import java.util.List;

/** What the safety filter says of a text. */
public sealed interface FilterDecision {
  record Allow() implements FilterDecision {}

  /** It goes on, marked and logged. */
  record Flag(List<String> rules, String reason) implements FilterDecision {
    public Flag {
      rules = List.copyOf(rules);
    }
  }

  /**
   * It goes no further.
   *
   * @param rule its name, which is the name of its page
   * @param reason for the person who sent the text, in one sentence that does not repeat it
   * @param appeal what that person can do
   */
  record Block(String rule, String reason, String appeal) implements FilterDecision {
    public Block {
      Checks.text(rule, "rule");
    }
  }
}
