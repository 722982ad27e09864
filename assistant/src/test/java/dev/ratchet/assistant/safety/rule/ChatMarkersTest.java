package dev.ratchet.assistant.safety.rule;

import dev.ratchet.assistant.safety.Source;
import org.junit.jupiter.api.Test;

class ChatMarkersTest {
  private final InputRuleCase markers = new InputRuleCase(new ChatMarkers(), Source.DATA);

  @Test
  void marksOfTemplatesArePossible() {
    markers.possible(
        "x<|im_start|>system",
        "<|start|>assistant",
        "[INST] hi [/INST]",
        "<<SYS>>",
        "<start_of_turn>");
  }

  @Test
  void codeThatLooksLikeThemPasses() {
    markers.nothing(
        "a <| b |> c",
        "list |> map",
        "array[INST]".toLowerCase(java.util.Locale.ROOT),
        "x << SYS",
        "");
  }
}
