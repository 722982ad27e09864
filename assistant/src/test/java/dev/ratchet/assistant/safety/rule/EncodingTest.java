package dev.ratchet.assistant.safety.rule;

import org.junit.jupiter.api.Test;

class EncodingTest {
  private final RawRuleCase encoding = new RawRuleCase(new Encoding());

  @Test
  void halfCharactersAreSure() {
    encoding.sure("a\ud83d", "\ude00b", "\ud83d\ud83d\ude00", "x\ud83dy");
  }

  @Test
  void muchThatIsNoTextIsPossible() {
    encoding.possible("caf\ufffd ".repeat(20), "\uffff".repeat(9), "\ufdd0".repeat(9));
  }

  @Test
  void textsWithAFewReplacedCharactersPass() {
    encoding.nothing(
        "", "naïve café 😀", "one \ufffd only", "long text ".repeat(100) + "\ufffd".repeat(9));
  }
}
