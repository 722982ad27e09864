package dev.ratchet.assistant.safety.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.assistant.safety.rule.Suspicion.Strength;

/** What the tests of rules on characters share. */
final class RawRuleCase {
  private final RawRule rule;

  RawRuleCase(RawRule rule) {
    this.rule = rule;
  }

  void sure(String... texts) {
    for (String text : texts) {
      assertThat(rule.examine(text)).as(text).get().returns(Strength.SURE, Suspicion::strength);
    }
  }

  void possible(String... texts) {
    for (String text : texts) {
      assertThat(rule.examine(text)).as(text).get().returns(Strength.POSSIBLE, Suspicion::strength);
    }
  }

  void nothing(String... texts) {
    for (String text : texts) {
      assertThat(rule.examine(text)).as(text).isEmpty();
    }
  }
}
