package dev.ratchet.assistant.memory;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ratchet.domain.ConversationSession;
import dev.ratchet.domain.Message;
import java.util.Locale;
import java.util.TreeMap;

/** Renders a session with its messages for people and programs outside. */
public final class SessionExport {
  private SessionExport() {}

  public static String json(ConversationSession session) {
    ObjectNode node = MemoryJson.MAPPER.createObjectNode();
    node.put("id", session.id());
    node.put("title", session.title());
    node.put("createdAt", session.createdAt().toString());
    node.put("lastActivityAt", session.lastActivityAt().toString());
    node.put("summary", session.summary());
    ArrayNode messages = node.putArray("messages");
    for (Message message : session.messages()) {
      ObjectNode one = messages.addObject();
      one.put("id", message.id());
      one.put("role", message.role().name().toLowerCase(Locale.ROOT));
      one.put("content", message.content());
      one.put("timestamp", message.timestamp().toString());
      ObjectNode metadata = one.putObject("metadata");
      new TreeMap<>(message.metadata()).forEach(metadata::put);
    }
    return node.toPrettyString() + "\n";
  }

  /** The contents stay as they are: they are Markdown already, most of them. */
  public static String markdown(ConversationSession session) {
    StringBuilder text = new StringBuilder();
    text.append("# ").append(escaped(session.title())).append("\n\n");
    text.append("Session ").append(session.id()).append(", from ").append(session.createdAt());
    text.append(" to ").append(session.lastActivityAt()).append(".\n");
    if (!session.summary().isEmpty()) {
      text.append("\nSummary of the earlier part:\n\n> ");
      text.append(session.summary().strip().replace("\n", "\n> ")).append('\n');
    }
    for (Message message : session.messages()) {
      text.append("\n## ").append(speaker(message)).append(", ").append(message.timestamp());
      text.append("\n\n").append(message.content().strip()).append('\n');
    }
    return text.toString();
  }

  private static String speaker(Message message) {
    String name =
        switch (message.role()) {
          case USER -> "You";
          case ASSISTANT -> "Assistant";
          case SYSTEM -> "System";
          case TOOL -> "Tool";
        };
    return "true".equals(message.metadata().get("partial")) ? name + " (partial)" : name;
  }

  private static String escaped(String title) {
    return title.isEmpty() ? "Untitled" : title.replaceAll("([\\\\`*_<>\\[\\]#])", "\\\\$1");
  }
}
