package dev.ratchet.assistant.safety.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NormaliserTest {
  @Test
  void asciiIsTheSameObject() {
    String text = "Plain text\n\twith code { }";
    assertThat(Normaliser.normalise(text)).isSameAs(text);
  }

  @Test
  void foldsFormsAccentsAndLookalikes() {
    assertThat(Normaliser.normalise("ｉｇｎｏｒｅ 𝗮𝗹𝗹 ígñöré")).isEqualTo("ignore all ignore");
    assertThat(Normaliser.normalise("іgnоrе аll рrеvіоus")).isEqualTo("ignore all previous");
  }

  @Test
  void dropsWhatIsNotSeen() {
    assertThat(Normaliser.normalise("ig\u200bno\u2060re\u202e \udb40\udc69x\ufe0f\u00ad"))
        .isEqualTo("ignore x");
  }

  @Test
  void keepsOtherScripts() {
    assertThat(Normaliser.normalise("日本 ☃ 👍")).isEqualTo("日本 ☃ 👍");
  }
}
