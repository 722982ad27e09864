package dev.ratchet.assistant.safety.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WordsTest {
  private static int[] hashes(String text) {
    Words words = Words.of(text);
    return IntStream.range(0, words.count()).map(words::hash).toArray();
  }

  private static int[] of(String... words) {
    return IntStream.range(0, words.length).map(i -> Words.hash(words[i])).toArray();
  }

  @Test
  void caseAndApostrophesDoNotCount() {
    assertThat(hashes("Don't STOP, it’s Ünder_way"))
        .isEqualTo(of("dont", "stop", "its", "ünder", "way"));
  }

  @Test
  void everyNumberIsTheSameWord() {
    assertThat(hashes("17 4711 b2"))
        .isEqualTo(new int[] {Words.NUMBER, Words.NUMBER, Words.hash("b2")});
  }

  @Test
  void eachIdeographIsAWord() {
    assertThat(hashes("忽略以前 ok")).isEqualTo(of("忽", "略", "以", "前", "ok"));
  }

  @Test
  void knowsWhereWordsBegin() {
    Words words = Words.of("  one, two");
    assertThat(words.start(0)).isEqualTo(2);
    assertThat(words.start(1)).isEqualTo(7);
  }

  @Test
  void growsForTextsOfSingleLetters() {
    assertThat(Words.of("a ".repeat(10_000)).count()).isEqualTo(10_000);
  }
}
