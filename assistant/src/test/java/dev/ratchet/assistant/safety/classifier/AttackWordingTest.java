package dev.ratchet.assistant.safety.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.ratchet.assistant.safety.classifier.Verdict.Level;
import dev.ratchet.assistant.safety.text.Words;
import org.junit.jupiter.api.Test;

class AttackWordingTest {
  /** One weight on the first dimension: the embedding's score is what the double answers there. */
  private static final EmbeddingHead HEAD = new EmbeddingHead(first(1));

  private static float[] first(float value) {
    float[] values = new float[EmbeddingHead.DIMENSIONS + 1];
    values[0] = value;
    return values;
  }

  /** Scores "bad" with 2 over the root of the number of features, and everything else with 0. */
  private static LinearModel lexical() {
    Trained trained = new Trained(Features.BUCKETS, 1, 0);
    int[] bad = Features.of(Words.of("bad"), 0, 1);
    for (int i = 0; i < 200; i++) {
      trained.learn(bad, true, 1);
      trained.learn(new int[] {1}, false, 1);
    }
    return trained.lexical();
  }

  private static Verdict judge(String text, EmbeddingModel model, Thresholds thresholds) {
    return new AttackWording(lexical(), HEAD, thresholds, model)
        .judge(new Example(text, false, "").view());
  }

  @Test
  void whatTheWordsDecideIsNotEmbedded() {
    OneNumber model = new OneNumber(0);
    Thresholds thresholds = new Thresholds(0.5f, 1, 2, 3);
    assertThat(judge("good", model, thresholds)).isEqualTo(new Verdict(Level.HARMLESS, false));
    assertThat(judge("bad", model, thresholds)).isEqualTo(new Verdict(Level.ATTACK, false));
    assertThat(model.texts()).isEmpty();
  }

  @Test
  void whatTheyLeaveOpenTheEmbeddingDecides() {
    Thresholds open = new Thresholds(-100, 100, 20, 40);
    assertThat(judge("bad", new OneNumber(0), open)).isEqualTo(new Verdict(Level.HARMLESS, true));
    assertThat(judge("bad", new OneNumber(90), open).level()).isEqualTo(Level.SUSPICIOUS);
    assertThat(judge("bad", new OneNumber(900), open).level()).isEqualTo(Level.ATTACK);
  }

  @Test
  void onlyTheWorstWindowsAreEmbedded() {
    OneNumber model = new OneNumber(0);
    String text = "good ".repeat(500) + "bad bad bad " + "good ".repeat(500);
    judge(text, model, new Thresholds(-100, 100, 20, 40));
    assertThat(model.texts()).hasSize(AttackWording.MOST_EMBEDDED);
    assertThat(model.texts().subList(0, 2)).allMatch(window -> window.contains("bad"));
  }

  @Test
  void withoutAnEmbeddingTheWordsDecideAlone() {
    Thresholds open = new Thresholds(-100, 100, -1, 1);
    EmbeddingModel broken = new OneNumber(new IllegalStateException("no model"));
    assertThat(judge("bad", null, open).level()).isEqualTo(Level.ATTACK);
    assertThat(judge("bad", broken, open).level()).isEqualTo(Level.ATTACK);
  }
}
