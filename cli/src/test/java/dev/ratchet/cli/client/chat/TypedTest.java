package dev.ratchet.cli.client.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TypedTest {
  @Test
  void aLineIsAMessage() {
    assertThat(Typed.whole(" What? ")).contains("What?");
    assertThat(Typed.whole("")).contains("");
  }

  @Test
  void aBackslashAtTheEndGoesOn() {
    assertThat(Typed.whole("one\\")).isEmpty();
    assertThat(Typed.whole("one\\\ntwo\\")).isEmpty();
    assertThat(Typed.whole("one\\\n two")).contains("one\n two");
    assertThat(Typed.whole("C:\\new\\table")).contains("C:\\new\\table");
  }

  @Test
  void threeQuotesBeginAndEndABlock() {
    assertThat(Typed.whole("\"\"\"")).isEmpty();
    assertThat(Typed.whole("\"\"\"\nint x;\\\n")).isEmpty();
    assertThat(Typed.whole("\"\"\"\nint x;\\\n\n int y;\n\"\"\"")).contains("int x;\\\n\n int y;");
    assertThat(Typed.whole("\"\"\"one line\"\"\"")).contains("one line");
    assertThat(Typed.whole("\"\"\"\"")).isEmpty();
  }
}
