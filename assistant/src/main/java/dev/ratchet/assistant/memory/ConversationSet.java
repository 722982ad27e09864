package dev.ratchet.assistant.memory;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Conversations with questions whose answers stand in known messages; docs/memory.md has the
 * format.
 */
record ConversationSet(List<Conversation> conversations) {
  record Conversation(
      String id, List<String> speakers, List<Said> messages, List<Question> questions) {}

  record Said(String id, String session, Instant at, String speaker, String text) {}

  /**
   * @param evidence ids of the messages that hold the answer
   * @param kind what the results are also told apart by
   */
  record Question(String text, List<String> evidence, String kind) {}

  static ConversationSet read(Path file) throws IOException {
    List<Conversation> conversations = new ArrayList<>();
    for (JsonNode node : MemoryJson.MAPPER.readTree(file.toFile()).path("conversations")) {
      List<Said> messages = new ArrayList<>();
      for (JsonNode one : node.path("messages")) {
        messages.add(
            new Said(
                text(one, "id"),
                text(one, "session"),
                Instant.parse(text(one, "at")),
                one.path("speaker").asText(),
                text(one, "text")));
      }
      List<Question> questions = new ArrayList<>();
      for (JsonNode one : node.path("questions")) {
        questions.add(
            new Question(
                text(one, "question"), texts(one.path("evidence")), one.path("kind").asText()));
      }
      conversations.add(
          new Conversation(text(node, "id"), texts(node.path("speakers")), messages, questions));
    }
    if (conversations.isEmpty()) {
      throw new IOException(file + " holds no conversations, of " + Files.size(file) + " bytes");
    }
    return new ConversationSet(conversations);
  }

  private static String text(JsonNode node, String name) throws IOException {
    JsonNode value = node.path(name);
    if (!value.isTextual()) {
      throw new IOException("\"" + name + "\" is missing in " + node);
    }
    return Objects.requireNonNull(value.textValue());
  }

  private static List<String> texts(JsonNode node) {
    List<String> texts = new ArrayList<>();
    node.forEach(one -> texts.add(one.asText()));
    return texts;
  }
}
