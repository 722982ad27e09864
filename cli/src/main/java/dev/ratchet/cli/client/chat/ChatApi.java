package dev.ratchet.cli.client.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ratchet.cli.client.ApiClient;
import dev.ratchet.cli.client.Events;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The api's routes for conversations. Thread-safe. */
final class ChatApi {
  private static final String CHAT = "/api/v1/chat";
  private static final String SESSIONS = "/api/v1/sessions";

  private final ApiClient api;

  ChatApi(ApiClient api) {
    this.api = api;
  }

  /** A conversation, as a list of them shows it. */
  record Session(String id, String title, String lastActivityAt) {
    static Session of(JsonNode data) {
      return new Session(
          data.path("id").asText(""),
          data.path("title").asText(""),
          data.path("lastActivityAt").asText(""));
    }
  }

  record Said(String role, String content) {
    boolean byUser() {
      return role.equalsIgnoreCase("user");
    }

    static Said of(JsonNode data) {
      return new Said(data.path("role").asText(""), data.path("content").asText(""));
    }
  }

  /** Asks, or joins the answer that is under way when this turn was asked before. */
  Optional<Events> ask(Question question) throws IOException {
    return events(api.stream(CHAT, question.json()));
  }

  /**
   * Goes on with an answer.
   *
   * @param after id of the last event that was seen; null for all
   * @return empty when nothing more comes
   */
  Optional<Events> resume(String turn, @Nullable String after) throws IOException {
    return events(api.stream(turn(turn) + "/events", after));
  }

  private static Optional<Events> events(@Nullable InputStream stream) {
    return Optional.ofNullable(stream).map(Events::new);
  }

  void stop(String turn) {
    api.post(turn(turn) + "/stop", ApiClient.JSON.createObjectNode());
  }

  private static String turn(String turn) {
    return CHAT + "/" + ApiClient.part(turn);
  }

  /** The most recently active first. */
  List<Session> sessions(int most) {
    JsonNode answer = api.get(SESSIONS + "?limit=" + most);
    return list(answer, "sessions").map(Session::of).toList();
  }

  void rename(String session, String title) {
    api.patch(session(session), title(title));
  }

  private static ObjectNode title(String title) {
    return ApiClient.JSON.createObjectNode().put("title", title);
  }

  /** The latest messages, oldest first. */
  List<Said> messages(String session, int most) {
    JsonNode answer = api.get(session(session) + "/messages?limit=" + most);
    return list(answer, "messages").map(Said::of).toList();
  }

  /**
   * @param format "markdown" or "json"
   */
  String export(String session, String format) {
    return api.text(session(session) + "/export?format=" + format);
  }

  List<Memory> search(String words) {
    JsonNode answer = api.get("/api/v1/memories/search?q=" + ApiClient.part(words));
    return list(answer, "memories").map(Memory::of).toList();
  }

  private static String session(String session) {
    return SESSIONS + "/" + ApiClient.part(session);
  }

  private static Stream<JsonNode> list(JsonNode answer, String name) {
    JsonNode list = answer.isArray() ? answer : answer.path(name);
    return StreamSupport.stream(list.spliterator(), false);
  }
}
