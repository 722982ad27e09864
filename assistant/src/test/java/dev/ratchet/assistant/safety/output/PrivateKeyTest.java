package dev.ratchet.assistant.safety.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrivateKeyTest {
  private final OutputRuleCase keys = new OutputRuleCase(new PrivateKey());

  private static String pem(String kind) {
    return "-----BEGIN " + kind + "-----\nMIIEow-IBAAKC\nAQEA==\n-----END " + kind + "-----";
  }

  @Test
  void theKeyGoesAndWhatFollowsStays() {
    for (String kind : new String[] {"PRIVATE KEY", "RSA PRIVATE KEY", "OPENSSH PRIVATE KEY"}) {
      keys.becomes("Here:\n" + pem(kind) + "\nKeep it.", "Here:\n[private-key removed]\nKeep it.");
    }
  }

  @Test
  void aKeyThatNeverEndsIsDroppedForTheLengthOfOne() {
    String endless = "-----BEGIN PRIVATE KEY-----" + "A".repeat(20_000);
    assertThat(keys.filtered(endless)).startsWith("[private-key removed]").hasSizeLessThan(4_000);
  }

  @Test
  void publicKeysRulesAndTablesStay() {
    keys.leaves(
        pem("CERTIFICATE"), pem("PUBLIC KEY"), "a\n-----\nb", "|-----|-----|", "-----BEGIN");
  }
}
