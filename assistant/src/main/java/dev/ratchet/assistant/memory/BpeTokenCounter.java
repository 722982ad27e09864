package dev.ratchet.assistant.memory;

import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.model.openai.OpenAiTokenCountEstimator;

/**
 * Counts with the vocabularies o200k (gpt-oss has it) and cl100k (Llama's and Qwen's grew from it),
 * and takes every digit as a token of its own, as Qwen and Gemma do. The second vocabulary is
 * asked, and loaded, only for text beyond ASCII, where the two differ much.
 */
public final class BpeTokenCounter implements TokenCounter {
  /** Vocabularies of some tens of megabytes, loaded on first use. */
  private static final class O200k {
    static final TokenCountEstimator VOCABULARY = new OpenAiTokenCountEstimator("gpt-4o");
  }

  private static final class Cl100k {
    static final TokenCountEstimator VOCABULARY = new OpenAiTokenCountEstimator("gpt-4");
  }

  /** Loads the first vocabulary beside, so that the first question does not wait for it. */
  public BpeTokenCounter() {
    Thread.ofPlatform().daemon().name("token-vocabulary").start(() -> count("loaded"));
  }

  @Override
  public int count(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    int tokens = O200k.VOCABULARY.estimateTokenCountInText(text);
    if (!text.chars().allMatch(character -> character < 0x80)) {
      tokens = Math.max(tokens, Cl100k.VOCABULARY.estimateTokenCountInText(text));
    }
    return tokens + extraDigits(text);
  }

  /** Both vocabularies take up to three digits as one token. */
  private static int extraDigits(String text) {
    int extra = 0;
    int run = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i < text.length() && Character.isDigit(text.charAt(i))) {
        run++;
      } else if (run > 0) {
        extra += run - (run + 2) / 3;
        run = 0;
      }
    }
    return extra;
  }
}
