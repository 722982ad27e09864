package dev.ratchet.assistant.safety.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ApiKeyTest {
  private final OutputRuleCase keys = new OutputRuleCase(new ApiKey());

  /** Put together here, so that no scanner takes this file for a leak. */
  private static String key(String prefix, int length) {
    return prefix + "a1B2c3D4e5F6g7H8".repeat(5).substring(0, length);
  }

  @Test
  void keysOfKnownServicesGoWhole() {
    for (String prefix : new String[] {"ghp_", "sk-", "glpat-", "xoxb-", "AIza", "hf_", "npm_"}) {
      keys.becomes("key=" + key(prefix, 60) + ", ok", "key=[api-key removed], ok");
    }
    keys.becomes(
        "eyJ" + key("", 40) + ".eyJ" + key("", 40) + "." + key("", 43) + " x",
        "[api-key removed] x");
  }

  @Test
  void ratchetsOwnTokensGoToo() {
    String token = dev.ratchet.platform.access.Token.make("alice").text();
    keys.becomes("Token: " + token + "\n", "Token: [api-key removed]\n");
  }

  @Test
  void namesThatBeginLikeAKeyStay() {
    keys.leaves(
        "sk-learn is short for scikit-learn",
        "task-" + key("", 30),
        "sk-a-rather-long-name-of-a-css-class",
        "ghp_short1",
        "eyJust a word",
        "pypi-mirror");
  }

  @Test
  void holdsBackOnlyWhatMayBeAKey() {
    assertThat(keys.held("some")).isZero();
    assertThat(keys.held("a gh")).isEqualTo(2);
    assertThat(keys.held("use sk-a1")).isEqualTo(5);
    assertThat(keys.held(key("ghp_", 60))).isZero();
  }
}
