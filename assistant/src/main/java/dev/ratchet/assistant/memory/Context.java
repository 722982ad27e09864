package dev.ratchet.assistant.memory;

import dev.langchain4j.data.message.ChatMessage;
import java.util.List;

/**
 * What the model is given before the question.
 *
 * @param messages the stable part first: the system prompt with the running summary, recent turns
 *     in pairs, and last the question with the memories before it (both kinds fenced as data)
 * @param tokens of all messages; never above what was asked for
 */
public record Context(List<ChatMessage> messages, int tokens, List<Recalled> recalled) {
  public Context {
    messages = List.copyOf(messages);
    recalled = List.copyOf(recalled);
  }
}
