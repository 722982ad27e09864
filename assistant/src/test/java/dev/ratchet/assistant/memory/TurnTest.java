package dev.ratchet.assistant.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ratchet.domain.FilterDecision;
import dev.ratchet.domain.Message;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TurnTest {
  @Test
  void itsMessagesAreKnownByItsId() {
    Turn turn = Doubles.turn("t-1", "s", "hello", "hi");
    assertThat(turn.question().id()).isEqualTo("t-1.q");
    assertThat(Turn.turnOf(turn.answer().id())).isEqualTo("t-1");
    Message other = new Message("other", "s", Message.Role.USER, "hello", Doubles.NOW, Map.of());
    assertThatThrownBy(() -> new Turn("t-1", other, turn.answer())).hasMessageContaining("t-1.q");
    assertThatThrownBy(() -> Doubles.turn("t 1", "s", "hello", "hi"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aMessageIsReadAsItWasWritten() {
    Message message =
        new Message(
            "m.a",
            "s",
            Message.Role.ASSISTANT,
            "a \"quoted\"\n\u0000 text 😀",
            Doubles.NOW,
            Map.of("partial", "true"));
    assertThat(MemoryJson.message("m.a", "s", MemoryJson.write(message))).isEqualTo(message);
  }

  @Test
  void aJudgementIsReadAsItWasWritten() {
    Judgement judgement =
        new Judgement(
            "v7",
            new FilterDecision.Flag(List.of("a", "b"), "why"),
            new FilterDecision.Block("rule", "reason", "appeal"));
    assertThat(MemoryJson.judgement(MemoryJson.write(judgement))).isEqualTo(judgement);
  }

  @Test
  void aTitleIsTheQuestionsBeginning() {
    assertThat(Titles.ofQuestion("  what\n is this? ")).isEqualTo("what is this?");
    assertThat(Titles.ofQuestion("word ".repeat(30))).hasSizeLessThan(62).endsWith("word…");
    assertThat(Titles.ofQuestion("😀".repeat(200))).endsWith("…").doesNotContain("\ufffd");
    assertThat(Titles.clean("x".repeat(500))).hasSize(200);
  }
}
