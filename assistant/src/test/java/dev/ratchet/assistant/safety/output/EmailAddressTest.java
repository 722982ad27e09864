package dev.ratchet.assistant.safety.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.assistant.safety.Mode;
import org.junit.jupiter.api.Test;

class EmailAddressTest {
  private final OutputRuleCase addresses = new OutputRuleCase(new EmailAddress());

  @Test
  void addressesGoAndTheSentenceStays() {
    addresses.becomes("Ask a.b+c@mail.example.org. Now.", "Ask [email-address removed]. Now.");
    addresses.becomes("x@y.de", "[email-address removed]");
  }

  @Test
  void othersStay() {
    addresses.leaves("@Override", "user@host", "git@", "a@.b", "a@b.c1 ", "x".repeat(70) + "@y.de");
  }

  @Test
  void isOnlyFlagged() {
    assertThat(new EmailAddress().standard()).isEqualTo(Mode.FLAG);
  }
}
