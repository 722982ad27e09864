package dev.ratchet.api.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A whole turn.
 *
 * @param finishReason as OpenAI names it, or "stopped"
 * @param degraded "cached" when the model was gone and this is an earlier answer to the same
 *     question
 * @param partial whether the answer broke off
 * @param error why it broke off; null when it did not
 * @param flagged rules of the safety filter that marked the question or the answer
 * @param recalled what was remembered for it, and why
 * @param tools that the agent used, with what the person has to confirm
 */
public record ChatAnswer(
    String session,
    String turn,
    String text,
    @Nullable String finishReason,
    int promptTokens,
    int completionTokens,
    @Nullable String degraded,
    boolean partial,
    @Nullable String error,
    List<String> flagged,
    List<Memory> recalled,
    List<Tool> tools) {
  /** What was remembered. */
  public record Memory(
      String turn, String session, String when, String text, String why, double score) {}

  /**
   * A tool that was used, or that waits for agreement.
   *
   * @param confirm what would happen; null when it happened
   * @param action for the field "confirm" of the next turn; null when nothing waits
   */
  public record Tool(String name, @Nullable String confirm, @Nullable String action) {}
}
