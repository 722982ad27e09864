package dev.ratchet.assistant.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ratchet.assistant.agent.AgentTools.Order;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the wish for a tool in what a model says instead of calling it: small models, and servers
 * that cannot parse them, write it down. Text that may become one is held back until it cannot. For
 * one thread.
 */
final class ToolText {
  private static final String[] BEGINNINGS = {"{", "```json", "```\n{", "<tool_call>", "<tools>"};

  private final Set<String> names;
  private final StringBuilder held = new StringBuilder();
  private boolean open = true;

  ToolText(Set<String> names) {
    this.names = Set.copyOf(names);
    this.open = !names.isEmpty();
  }

  /** What is certainly no wish. */
  String push(String piece) {
    if (!open) {
      return piece;
    }
    held.append(piece);
    String start = held.toString().stripLeading();
    for (String beginning : BEGINNINGS) {
      if (start.startsWith(beginning) || beginning.startsWith(start)) {
        return "";
      }
    }
    open = false;
    return drain();
  }

  /** The wish, when the whole answer was one. */
  Optional<Order> order() {
    String text = held.toString();
    int from = text.indexOf('{');
    int until = text.lastIndexOf('}');
    if (!open || from < 0 || until < from) {
      return Optional.empty();
    }
    JsonNode json = ChatEvent.Codec.tree(text.substring(from, until + 1));
    String name = json.path("name").asText(json.path("tool").asText(""));
    JsonNode arguments = json.has("arguments") ? json.get("arguments") : json.path("parameters");
    if (!names.contains(name)) {
      return Optional.empty();
    }
    return Optional.of(new Order(name, arguments.isObject() ? arguments.toString() : "{}"));
  }

  /** What was held back, when it was no wish after all. */
  String drain() {
    String text = held.toString();
    held.setLength(0);
    return text;
  }
}
