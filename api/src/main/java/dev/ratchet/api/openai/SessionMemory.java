package dev.ratchet.api.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.ratchet.api.http.ProblemException;
import dev.ratchet.assistant.memory.ConversationManager;
import dev.ratchet.assistant.memory.NotStoredException;
import dev.ratchet.assistant.memory.Sessions;
import dev.ratchet.assistant.safety.Fence;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.StringJoiner;

/**
 * Gives a request that asks for a session what was said there, and keeps its turn. Thread-safe.
 *
 * @param promptTokens of all that the model is given
 */
public record SessionMemory(
    Sessions sessions, ConversationManager conversations, int promptTokens, InstantSource clock) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String STANDARD_PROMPT = "You are a helpful assistant.";

  /**
   * Opens the session, which is made where there is none of this id.
   *
   * @param turnId the same one again is the same turn
   * @throws ProblemException 400 when the request's form does not allow it
   */
  RememberedTurn begin(String user, String session, String turnId, byte[] body) throws IOException {
    // It was read once before, so it is an object with messages.
    ObjectNode request = (ObjectNode) JSON.readTree(body);
    JsonNode messages = request.path("messages");
    String question = question(messages.get(messages.size() - 1));
    List<ChatMessage> context;
    try {
      sessions.open(user, session, "");
      context =
          conversations
              .getContext(user, session, systemPrompt(messages), question, promptTokens)
              .messages();
    } catch (NotStoredException full) {
      throw ProblemException.conflict("memory-full", String.valueOf(full.getMessage()));
    } catch (IllegalArgumentException refused) {
      throw ProblemException.badRequest(String.valueOf(refused.getMessage())).about("messages");
    }
    request.set("messages", written(context));
    return new RememberedTurn(
        this, user, session, turnId, question, clock.instant(), JSON.writeValueAsBytes(request));
  }

  private static String question(JsonNode last) {
    String text = text(last.path("content"));
    if (!last.path("role").asText().equals("user") || text.isBlank()) {
      throw ProblemException.badRequest(
              "in a session the last message must be a user's text: the session has the others")
          .about("messages");
    }
    return text;
  }

  private static String systemPrompt(JsonNode messages) {
    StringJoiner prompt = new StringJoiner("\n");
    for (JsonNode message : messages) {
      String role = message.path("role").asText();
      if (role.equals("system") || role.equals("developer")) {
        prompt.add(text(message.path("content")));
      }
    }
    String asked = prompt.toString();
    return (asked.isBlank() ? STANDARD_PROMPT : asked) + "\n" + Fence.explanation();
  }

  private static String text(JsonNode content) {
    if (content.isTextual()) {
      return content.asText();
    }
    StringJoiner texts = new StringJoiner("\n");
    content.forEach(
        part -> texts.add(part.isTextual() ? part.asText() : part.path("text").asText("")));
    return texts.toString();
  }

  private static ArrayNode written(List<ChatMessage> context) {
    ArrayNode written = JSON.createArrayNode();
    for (ChatMessage message : context) {
      switch (message) {
        case SystemMessage system -> add(written, "system", system.text());
        case UserMessage user -> add(written, "user", user.singleText());
        case AiMessage answer -> add(written, "assistant", answer.text());
        default -> throw new IllegalStateException("no context holds a " + message.type());
      }
    }
    return written;
  }

  private static void add(ArrayNode messages, String role, String text) {
    messages.addObject().put("role", role).put("content", text);
  }
}
