package dev.ratchet.assistant.safety.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaymentCardTest {
  private final OutputRuleCase cards = new OutputRuleCase(new PaymentCard());

  @Test
  void numbersWithARightCheckDigitGo() {
    cards.becomes("pay 4111 1111 1111 1111.", "pay [payment-card removed].");
    cards.becomes("5555-5555-5555-4444 ok", "[payment-card removed] ok");
    cards.becomes("378282246310005", "[payment-card removed]");
  }

  @Test
  void otherNumbersStay() {
    cards.leaves(
        "4111 1111 1111 1112",
        "id 4111111111111111222233334444",
        "1732550400000 ms",
        "3.14159265358979",
        "build-4111111111111111x",
        "2024-01-15 10:11:12",
        "4");
  }

  @Test
  void holdsBackNoMoreThanANumber() {
    assertThat(cards.held("from 2024 on")).isZero();
    assertThat(cards.held("from 4111 11")).isEqualTo(7);
  }
}
