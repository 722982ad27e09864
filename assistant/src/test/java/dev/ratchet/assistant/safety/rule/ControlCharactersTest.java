package dev.ratchet.assistant.safety.rule;

import org.junit.jupiter.api.Test;

class ControlCharactersTest {
  private final RawRuleCase controls = new RawRuleCase(new ControlCharacters());

  @Test
  void commandsToATerminalAreSure() {
    controls.sure("a\u001b[2Jb", "\u001b]0;title\u0007", "\u001b", "\u001b[", "x\u009b1m", "nul\0");
  }

  @Test
  void othersArePossible() {
    controls.possible("bell\u0007", "back\b", "\u0001", "del\u007f");
  }

  @Test
  void blanksAndColoursOfLogsPass() {
    controls.nothing("a\r\n\tb\f", "\u001b[31;1mERROR\u001b[0m failed\u001b[K", "é ü \u0085", "");
  }
}
