package dev.ratchet.assistant.memory;

import dev.langchain4j.data.message.ChatMessage;
import java.util.List;

/**
 * What the model is given before the question.
 *
 * @param messages the stable part first: system prompt, summary, memories (fenced as data), recent
 *     turns, and the question last
 * @param tokens of all messages; never above what was asked for
 */
public record Context(List<ChatMessage> messages, int tokens, List<Recalled> recalled) {
  public Context {
    messages = List.copyOf(messages);
    recalled = List.copyOf(recalled);
  }
}
