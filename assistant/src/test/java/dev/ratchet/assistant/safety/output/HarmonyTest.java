package dev.ratchet.assistant.safety.output;

import org.junit.jupiter.api.Test;

class HarmonyTest {
  private final OutputRuleCase harmony = new OutputRuleCase(new Harmony());

  @Test
  void marksAndTheirWordsGo() {
    harmony.becomes("<|channel|>final<|message|>Hello<|return|>", "Hello");
    harmony.becomes("a<|end|><|start|>assistant<|channel|>final<|message|>b", "ab");
  }

  @Test
  void othersStay() {
    harmony.leaves("x <| y |> z", "<|im_start|>", "<|end", "<|", "a < b", "<|END|>", "<|endless|>");
  }
}
