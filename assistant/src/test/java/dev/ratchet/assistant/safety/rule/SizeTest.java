package dev.ratchet.assistant.safety.rule;

import org.junit.jupiter.api.Test;

class SizeTest {
  private final RawRuleCase size = new RawRuleCase(new Size());

  @Test
  void theLimitItselfPasses() {
    size.nothing("", "x".repeat(Size.MOST));
    size.sure("x".repeat(Size.MOST + 1));
  }
}
