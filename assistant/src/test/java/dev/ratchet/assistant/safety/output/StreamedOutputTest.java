package dev.ratchet.assistant.safety.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.assistant.safety.Mode;
import dev.ratchet.assistant.safety.OutputFilter;
import dev.ratchet.assistant.safety.SafetyFilter;
import dev.ratchet.assistant.safety.Switches;
import dev.ratchet.domain.FilterDecision;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StreamedOutputTest {
  private static final String CANARY = "qx7Kestrel41";

  /** Whole matches, their beginnings, and what surrounds them. */
  private static final List<String> PARTS =
      List.of(
          "ghp_a1B2c3D4e5F6g7H8a1B2c3D4e5F6g7H8",
          "sk-a1B2c3D4",
          "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----",
          "-----BEGIN ",
          "4111 1111 1111 1111",
          "DE89 3704 0044 0532 0130 00",
          "219-09-9999",
          "2024-01-15",
          "<|channel|>final<|message|>",
          "<|",
          "qx7Kes",
          "redis://me:hunter2@host",
          "https://example.org/",
          "a.b@example.org",
          "+49 170 1234567",
          "Hello, world. ",
          " ",
          "\n",
          "-",
          "x",
          "4",
          "ü😀");

  private static final List<OutputRule> RULES =
      List.of(
          new Canary(CANARY),
          new PrivateKey(),
          new ApiKey(),
          new UrlPassword(),
          new PaymentCard(),
          new BankAccount(),
          new SocialSecurityNumber(),
          new EmailAddress(),
          new PhoneNumber(),
          new Harmony());

  /** The longest that any rule needs to see: an address of mail, name and host. */
  private static final int MOST_HELD = 140;

  private static String text(Random random, boolean canary) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      text.append(PARTS.get(random.nextInt(PARTS.size())));
    }
    return canary ? text.append(CANARY).append(" leaked").toString() : text.toString();
  }

  private record Result(String passed, FilterDecision decision) {}

  private static Result stream(String text, Random random, int longest, Mode mode) {
    StreamedOutput output = new StreamedOutput(RULES, rule -> mode);
    StringBuilder passed = new StringBuilder();
    for (int at = 0; at < text.length(); ) {
      int end = Math.min(text.length(), at + 1 + random.nextInt(longest));
      passed.append(output.push(text.substring(at, end)));
      assertThat(output.held()).isLessThanOrEqualTo(MOST_HELD);
      at = end;
    }
    return new Result(passed.append(output.finish()).toString(), output.decision());
  }

  @Test
  void thePiecesMakeNoDifference() {
    Random random = new Random(7);
    for (int run = 0; run < 400; run++) {
      String text = text(random, run % 4 == 0);
      Result whole = stream(text, random, text.length() + 1, Mode.BLOCK);
      for (int longest : new int[] {1, 3, 20}) {
        assertThat(stream(text, random, longest, Mode.BLOCK)).as(text).isEqualTo(whole);
      }
    }
  }

  @Test
  void flaggedAnswersPassUnchangedAndAtOnce() {
    Random random = new Random(8);
    String text = text(random, false);
    StreamedOutput output = new StreamedOutput(RULES, rule -> Mode.FLAG);
    assertThat(output.push(text)).isEqualTo(text);
    assertThat(output.held()).isZero();
    assertThat(stream(text, random, 5, Mode.FLAG).decision())
        .isEqualTo(stream(text, random, 50, Mode.FLAG).decision());
  }

  @Test
  void harmlessAnswersAreHeldBackByAWordAtMost() {
    OutputFilter output = new SafetyFilter(Switches.standard(), null).output(CANARY);
    String answer = "The method sums the rows; it skips those that have no amount, as you asked. ";
    assertThat(output.push(answer)).isEqualTo(answer);
    assertThat(output.decision()).isEqualTo(new FilterDecision.Allow());
  }

  @Test
  void aLeakedPromptIsABlockAndNothingFollows() {
    OutputFilter output = new SafetyFilter(Switches.standard(), null).output(CANARY);
    assertThat(output.push("My word: " + CANARY + " yes")).isEqualTo("My word: ");
    assertThat(output.push("more") + output.finish()).isEmpty();
    assertThat(output.decision())
        .isInstanceOfSatisfying(
            FilterDecision.Block.class,
            block -> {
              assertThat(block.rule()).isEqualTo("canary");
              assertThat(block.appeal()).contains("docs/safety/canary.md");
            });
  }

  @Test
  void whatWasTakenOutAndWhatWasSeenIsFlagged() {
    OutputFilter output = new SafetyFilter(Switches.standard(), null).output("");
    String passed = output.push("Mail a@example.org, card 4111 1111 1111 1111.") + output.finish();
    assertThat(passed).isEqualTo("Mail a@example.org, card [payment-card removed].");
    assertThat(output.decision())
        .isInstanceOfSatisfying(
            FilterDecision.Flag.class,
            flag -> assertThat(flag.rules()).containsExactly("payment-card", "email-address"));
  }

  @Test
  void halfACharacterWaitsForItsOtherHalf() {
    StreamedOutput output = new StreamedOutput(RULES, rule -> Mode.BLOCK);
    assertThat(output.push("ok \ud83d")).isEqualTo("ok ");
    assertThat(output.push("\ude00")).isEqualTo("😀");
  }
}
