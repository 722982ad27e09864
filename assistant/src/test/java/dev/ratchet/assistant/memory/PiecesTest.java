package dev.ratchet.assistant.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PiecesTest {
  @Test
  void cutsAfterSentences() {
    String sentence = "This sentence has some words in it, as most of them have. ";
    List<String> pieces = Pieces.of(sentence.repeat(20));
    assertThat(pieces).hasSizeBetween(3, 6).allMatch(piece -> piece.endsWith("have."));
    assertThat(String.join(" ", pieces)).isEqualTo(sentence.repeat(20).strip());
  }

  @Test
  void isNeverEndlessNorTooLong() {
    for (String text : List.of("x".repeat(9_999), "😀".repeat(5_000), "a\n".repeat(5_000))) {
      assertThat(Pieces.of(text))
          .hasSizeBetween(1, Pieces.MOST)
          .allMatch(piece -> piece.length() <= 400 && !piece.isBlank())
          .noneMatch(piece -> Character.isLowSurrogate(piece.charAt(0)));
    }
    assertThat(Pieces.of(" \n ")).isEmpty();
    assertThat(Pieces.of("short")).containsExactly("short");
  }

  @Test
  void vectorsAreReadAsTheyWereWritten() {
    TurnVectors vectors =
        new TurnVectors(
            List.of(new float[] {1, -0.5f}), List.of(new float[] {0, 2}, new float[] {3, 4}));
    TurnVectors read = TurnVectors.read(vectors.write());
    assertThat(read.question().getFirst()).containsExactly(1, -0.5f);
    assertThat(read.answer().getLast()).containsExactly(3, 4);
    assertThat(TurnVectors.read(new TurnVectors(List.of(), List.of()).write()).answer()).isEmpty();
    assertThatThrownBy(() -> TurnVectors.read(new byte[] {1, 2, 0, 1, 0, 0, 0, 9}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TurnVectors.read(new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
