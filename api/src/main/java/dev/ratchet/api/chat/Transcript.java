package dev.ratchet.api.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ratchet.api.http.ProblemException;
import dev.ratchet.assistant.conversation.AssistantService.Heard;
import dev.ratchet.workflow.Payloads;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers the events of one turn for a client that wants it whole. For one thread. */
final class Transcript {
  private static final ObjectMapper JSON = Payloads.mapper();

  private final StringBuilder text = new StringBuilder();
  private final List<ChatAnswer.Memory> recalled = new ArrayList<>();
  private final List<ChatAnswer.Tool> tools = new ArrayList<>();
  private JsonNode done = JSON.createObjectNode();
  private @Nullable JsonNode error;

  void hear(Heard event) {
    JsonNode json = parse(event.json());
    switch (event.type()) {
      case "text" -> text.append(json.path("text").asText());
      case "recalled" ->
          json.path("memories").forEach(one -> recalled.add(read(one, ChatAnswer.Memory.class)));
      case "tool" -> tools.add(read(json, ChatAnswer.Tool.class));
      case "done" -> done = json;
      case "error" -> error = json;
      default -> {}
    }
  }

  /**
   * @throws ProblemException when there is no answer at all
   */
  ChatAnswer answer(String session, String turn, Context ctx) {
    JsonNode failure = error;
    if (failure != null && text.isEmpty()) {
      throw problem(failure, ctx);
    }
    List<String> flagged = new ArrayList<>();
    done.path("flagged").forEach(rule -> flagged.add(rule.asText()));
    return new ChatAnswer(
        session,
        turn,
        text.toString(),
        done.path("finishReason").asText(null),
        done.at("/usage/promptTokens").asInt(),
        done.at("/usage/completionTokens").asInt(),
        done.path("degraded").asText(null),
        failure != null || done.path("finishReason").asText().equals("stopped"),
        failure == null ? null : failure.path("message").asText(),
        flagged,
        recalled,
        tools);
  }

  private static ProblemException problem(JsonNode failure, Context ctx) {
    String kind = failure.path("kind").asText();
    long wait = failure.path("retryAfterSeconds").asLong();
    if (wait > 0) {
      ctx.header("Retry-After", Long.toString(wait));
    }
    int status =
        switch (kind) {
          case "queue-full" -> 429;
          case "unavailable", "redis-away", "interrupted" -> 503;
          case "timeout" -> 504;
          case "nonsense", "refused" -> 502;
          case "too-long" -> 413;
          case "answer-blocked" -> 422;
          default -> 500;
        };
    return new ProblemException(
        status, "model-" + kind, "There is no answer", failure.path("message").asText());
  }

  private static <T> T read(JsonNode json, Class<T> type) {
    return JSON.convertValue(json, type);
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException damaged) {
      return JSON.createObjectNode();
    }
  }
}
