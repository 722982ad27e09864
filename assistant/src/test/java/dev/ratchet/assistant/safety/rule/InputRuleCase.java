package dev.ratchet.assistant.safety.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.assistant.safety.Source;
import dev.ratchet.assistant.safety.rule.Suspicion.Strength;
import dev.ratchet.assistant.safety.text.Submission;
import java.util.Optional;

/** What the tests of rules on whole texts share. */
final class InputRuleCase {
  private final InputRule rule;
  private final Source source;

  InputRuleCase(InputRule rule, Source source) {
    this.rule = rule;
    this.source = source;
  }

  private Optional<Suspicion> examine(String text) {
    return rule.examine(Submission.of(text, source));
  }

  void sure(String... texts) {
    for (String text : texts) {
      assertThat(examine(text)).as(text).get().returns(Strength.SURE, Suspicion::strength);
    }
  }

  void possible(String... texts) {
    for (String text : texts) {
      assertThat(examine(text)).as(text).get().returns(Strength.POSSIBLE, Suspicion::strength);
    }
  }

  void nothing(String... texts) {
    for (String text : texts) {
      assertThat(examine(text)).as(text).isEmpty();
    }
  }
}
