package dev.ratchet.assistant.safety.output;

import org.junit.jupiter.api.Test;

class SocialSecurityNumberTest {
  private final OutputRuleCase numbers = new OutputRuleCase(new SocialSecurityNumber());

  @Test
  void numbersGo() {
    numbers.becomes("SSN: 219-09-9999, born", "SSN: [social-security-number removed], born");
    numbers.becomes("219-09-9999", "[social-security-number removed]");
  }

  @Test
  void datesVersionsAndUnusedOnesStay() {
    numbers.leaves(
        "2024-01-15",
        "000-12-3456",
        "666-12-3456",
        "123-00-3456",
        "123-45-0000",
        "219-09-99991",
        "1-219-09-9999",
        "219-09");
  }
}
