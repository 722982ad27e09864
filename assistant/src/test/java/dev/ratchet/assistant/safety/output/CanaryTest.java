package dev.ratchet.assistant.safety.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CanaryTest {
  private static final String CANARY = "qx7Kestrel41";

  @Test
  void endsTheAnswerBeforeTheWordAndWhateverItsCase() {
    Scanner scanner = new Scanner(List.of(new Canary(CANARY)));
    assertThat(scanner.push("The word is QX7kes")).isEqualTo("The word is ");
    assertThat(scanner.push("TREL41 and more")).isEmpty();
    assertThat(scanner.push("more") + scanner.finish()).isEmpty();
    assertThat(scanner.endedBy()).isEqualTo("canary");
  }

  @Test
  void aPartOfItIsPassedOnWhenItGoesOnOtherwise() {
    new OutputRuleCase(new Canary(CANARY)).leaves("qx7Kestrel4", "qx7 qx7Kestrel 41");
  }

  @Test
  void withoutOneNothingIsHeldBack() {
    new OutputRuleCase(new Canary("")).leaves("anything");
  }
}
