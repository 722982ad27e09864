package dev.ratchet.assistant.safety.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.assistant.safety.text.View;
import java.util.List;
import org.junit.jupiter.api.Test;

class SentencesTest {
  private static List<String> sentences(String text) {
    View view = new Example(text, false, "").view();
    return Sentences.of(view).stream().map(window -> Windows.text(view, window).strip()).toList();
  }

  @Test
  void endAtMarksAndLineBreaks() {
    assertThat(sentences("One is here. Two!\nThree, four: five? (Six)"))
        .containsExactly("One is here.", "Two!", "Three, four:", "five? (", "Six)");
  }

  @Test
  void pointsWithinNamesEndNone() {
    assertThat(sentences("See a.example.org/x or v1.2 now")).hasSize(1);
  }

  @Test
  void aLongOneIsCut() {
    assertThat(sentences("word ".repeat(100))).hasSize(3);
  }
}
