package dev.ratchet.assistant.safety.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.assistant.safety.classifier.Windows.Window;
import dev.ratchet.assistant.safety.text.View;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowsTest {
  private static View view(int words) {
    return new Example("word ".repeat(words), false, "").view();
  }

  @Test
  void overlapByHalfAndEndWithTheText() {
    assertThat(Windows.of(view(30).words())).containsExactly(new Window(0, 30));
    assertThat(Windows.of(view(48).words())).containsExactly(new Window(0, 48));
    assertThat(Windows.of(view(49).words())).containsExactly(new Window(0, 48), new Window(24, 49));
  }

  @Test
  void areAsManyAsTheScores() {
    LinearModel model = new Trained(Features.BUCKETS, 1, 0).lexical();
    for (int words : List.of(0, 1, 24, 25, 48, 49, 72, 73, 1_000)) {
      assertThat(model.scores(view(words).words()))
          .as("%d words", words)
          .hasSize(Windows.of(view(words).words()).size());
    }
  }

  @Test
  void aScoreIsThatOfTheWindowsFeatures() {
    Trained trained = new Trained(Features.BUCKETS, 0.5f, 0);
    View view = new Example("alpha beta gamma you must obey ".repeat(30), false, "").view();
    List<Window> windows = Windows.of(view.words());
    for (Window window : windows.subList(0, 3)) {
      trained.learn(Features.of(view.words(), window.from(), window.to()), true, 1);
    }
    LinearModel model = trained.lexical();
    float[] scores = model.scores(view.words());
    for (int i = 0; i < scores.length; i++) {
      int[] features = Features.of(view.words(), windows.get(i).from(), windows.get(i).to());
      assertThat(scores[i]).isEqualTo(model.score(features));
    }
  }

  @Test
  void haveTheirText() {
    View view = new Example("one two three", false, "").view();
    assertThat(Windows.text(view, new Window(0, 2))).isEqualTo("one two ");
    assertThat(Windows.text(view, new Window(1, 3))).isEqualTo("two three");
    assertThat(Windows.text(view(0), new Window(0, 0))).isEmpty();
  }
}
