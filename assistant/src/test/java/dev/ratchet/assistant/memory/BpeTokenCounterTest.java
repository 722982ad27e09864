package dev.ratchet.assistant.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openai.OpenAiTokenCountEstimator;
import java.util.List;
import org.junit.jupiter.api.Test;

class BpeTokenCounterTest {
  private final TokenCounter tokens = new BpeTokenCounter();

  @Test
  void neverCountsFewerThanTheVocabulariesItStandsFor() {
    OpenAiTokenCountEstimator o200k = new OpenAiTokenCountEstimator("gpt-4o");
    OpenAiTokenCountEstimator cl100k = new OpenAiTokenCountEstimator("gpt-4");
    for (String text :
        List.of(
            "",
            "The quick brown fox.",
            "public static void main(String[] args) {\n\treturn;\n}\n",
            "Größe, naïve, Übung, 日本語の文章です, हिन्दी में पाठ, русский текст",
            "😀😃😄 👩‍👩‍👧",
            "<|endoftext|><|im_start|>system<|channel|>",
            "0123456789 3.14159 2026-01-01T00:00:00Z",
            " ".repeat(500),
            "a".repeat(2_000))) {
      assertThat(tokens.count(text))
          .as(text)
          .isGreaterThanOrEqualTo(o200k.estimateTokenCountInText(text));
      if (!text.equals("a".repeat(2_000))) {
        assertThat(tokens.count(text) * 1.2 + 1)
            .as(text)
            .isGreaterThanOrEqualTo(cl100k.estimateTokenCountInText(text));
      }
    }
  }

  @Test
  void takesEveryDigitForItself() {
    assertThat(tokens.count("1234567890")).isEqualTo(10);
    assertThat(tokens.count("7")).isEqualTo(1);
  }

  @Test
  void isNoGuessByCharacters() {
    assertThat(tokens.count("internationalization ".repeat(50))).isLessThan(250);
    assertThat(tokens.count("日本語の文章です")).isGreaterThan(4);
  }
}
