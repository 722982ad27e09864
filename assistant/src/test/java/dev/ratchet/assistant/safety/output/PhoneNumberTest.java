package dev.ratchet.assistant.safety.output;

import org.junit.jupiter.api.Test;

class PhoneNumberTest {
  private final OutputRuleCase numbers = new OutputRuleCase(new PhoneNumber());

  @Test
  void internationalNumbersGo() {
    numbers.becomes("call +49 170 1234567, ok", "call [phone-number removed], ok");
    numbers.becomes("+1-202-555-0143", "[phone-number removed]");
  }

  @Test
  void sumsAndVersionsStay() {
    numbers.leaves("1 + 2", "a+12345678901", "C++17", "+0123456789", "+12 34", "UTC+2", "+");
  }
}
