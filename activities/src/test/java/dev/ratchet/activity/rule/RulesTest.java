package dev.ratchet.activity.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RulesTest {
  @Test
  void eachRuleHasItsPageWithTheArgumentForItsEdit() throws Exception {
    for (Rule rule : Rules.all()) {
      String page = Files.readString(Path.of("../docs/rules", rule.fix().rule() + ".md"));
      assertThat(page)
          .startsWith("# " + rule.fix().rule())
          .contains("## Why the edit is equivalent");
      assertThat(new RuleEditor().makes("rule:" + rule.fix().rule())).isTrue();
      assertThat(rule.fix().equivalent()).isTrue();
    }
  }

  @Test
  void anUnknownProposerIsNotMadeHere() {
    assertThat(new RuleEditor().makes("rule:none")).isFalse();
  }
}
