package dev.ratchet.assistant.safety.output;

import org.junit.jupiter.api.Test;

class BankAccountTest {
  private final OutputRuleCase accounts = new OutputRuleCase(new BankAccount());

  @Test
  void numbersWithRightCheckDigitsGo() {
    accounts.becomes("to DE89 3704 0044 0532 0130 00.", "to [bank-account removed].");
    accounts.becomes("GB29NWBK60161331926819", "[bank-account removed]");
    accounts.becomes("NO9386011117947 x", "[bank-account removed] x");
  }

  @Test
  void othersStay() {
    accounts.leaves(
        "DE88 3704 0044 0532 0130 00", "GB29NWBK60161331926819X", "IT is fun", "DE", "ADE89 3704");
  }
}
