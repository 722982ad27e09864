package dev.ratchet.platform.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TokenTest {
  @Test
  void isReadBackFromItsText() {
    Token token = Token.make("abc1");
    assertThat(token.text()).matches("rat_abc1_[A-Za-z0-9_-]{43}");
    assertThat(Token.parse(token.text()).orElseThrow().matches(token.hash())).isTrue();
    assertThat(Token.make("abc1").matches(token.hash())).isFalse();
  }

  @Test
  void keepsItsSecretOutOfLogs() {
    Token token = Token.make("abc1");
    assertThat(token.toString()).doesNotContain(token.text().substring(9));
    assertThat(token.hash()).matches("[0-9a-f]{64}");
  }

  @Test
  void refusesOtherForms() {
    assertThat(Token.parse("")).isEmpty();
    assertThat(Token.parse("rat_abc1_short")).isEmpty();
    assertThat(Token.parse("Bearer " + Token.make("a").text())).isEmpty();
    assertThatThrownBy(() -> Token.make("A B")).hasMessageContaining("A B");
  }

  @Test
  void signsWhatWasApproved() {
    Signature signature = new Signature(new byte[32]);
    String signed = signature.sign("run\ncommit");
    assertThat(signature.verify("run\ncommit", signed)).isTrue();
    assertThat(signature.verify("run\nother", signed)).isFalse();
    assertThat(signature.verify("run\ncommit", "")).isFalse();
    byte[] other = new byte[32];
    other[0] = 1;
    assertThat(new Signature(other).verify("run\ncommit", signed)).isFalse();
    assertThatThrownBy(() -> new Signature(new byte[3])).hasMessageContaining("had 3");
  }
}
