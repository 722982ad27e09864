package dev.ratchet.assistant.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.assistant.memory.RecallAnalyzer.Word;
import org.junit.jupiter.api.Test;

class RecallAnalyzerTest {
  private final RecallAnalyzer analyzer = new RecallAnalyzer();

  @Test
  void leavesOutWhatEveryQuestionHas() {
    assertThat(analyzer.words("What did you say about Bruno's running shoes?"))
        .extracting(Word::stem)
        .containsExactly("bruno", "run", "shoe");
    assertThat(analyzer.words("running")).extracting(Word::shown).containsExactly("running");
    assertThat(analyzer.words("when was it?")).isEmpty();
  }
}
