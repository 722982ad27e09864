package dev.ratchet.api.openai;

import static dev.ratchet.api.openai.ParameterCheck.invalid;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.ratchet.api.http.ProblemException;
import dev.ratchet.assistant.safety.Source;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the messages of a request: their form, and where that is wanted their texts. */
final class MessagesReader {
  /** More than any conversation that fits a model has. */
  private static final int MOST = 10_000;

  private final boolean wantsTexts;
  private final List<ChatRequest.Said> said = new ArrayList<>();
  private int count;

  MessagesReader(boolean wantsTexts) {
    this.wantsTexts = wantsTexts;
  }

  List<ChatRequest.Said> said() {
    return said;
  }

  boolean isEmpty() {
    return count == 0;
  }

  void read(JsonParser json) throws IOException {
    // Twice, the model server might read the one that was not looked at.
    if (count > 0 || json.currentToken() != JsonToken.START_ARRAY) {
      throw invalid("'messages' must be a list of messages, and there once", "messages");
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() != JsonToken.START_OBJECT || count >= MOST) {
        throw invalid(
            "'messages' must be a list of at most %d objects".formatted(MOST), "messages");
      }
      message(json);
      count++;
    }
    if (count == 0) {
      throw invalid("'messages' must have at least one message", "messages");
    }
  }

  private void message(JsonParser json) throws IOException {
    String role = null;
    int first = said.size();
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      json.nextToken();
      switch (name) {
        case "role" -> role = role(json, role);
        case "content" -> content(json);
        default -> json.skipChildren();
      }
    }
    if (role == null) {
      throw invalid("each message needs a 'role'", place("role"));
    }
    if (role.equals("tool") || role.equals("function")) {
      said.subList(first, said.size())
          .replaceAll(text -> new ChatRequest.Said(text.text(), Source.DATA));
    }
  }

  private String role(JsonParser json, @Nullable String before) throws IOException {
    String role = json.currentToken() == JsonToken.VALUE_STRING ? json.getText() : "";
    boolean known =
        switch (role) {
          case "system", "developer", "user", "assistant", "tool", "function" -> before == null;
          default -> false;
        };
    if (!known) {
      throw invalid(
          "a message's 'role' must be one of system, developer, user, assistant, tool",
          place("role"));
    }
    return role;
  }

  private void content(JsonParser json) throws IOException {
    switch (json.currentToken()) {
      case VALUE_NULL -> {}
      case VALUE_STRING -> text(json);
      case START_ARRAY -> {
        while (json.nextToken() != JsonToken.END_ARRAY) {
          part(json);
        }
      }
      default -> throw contentForm();
    }
  }

  private void part(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      text(json);
      return;
    }
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw contentForm();
    }
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      if (json.nextToken() == JsonToken.VALUE_STRING && name.equals("text")) {
        text(json);
      }
      json.skipChildren();
    }
  }

  private void text(JsonParser json) throws IOException {
    if (wantsTexts) {
      said.add(new ChatRequest.Said(json.getText(), Source.PERSON));
    }
  }

  private ProblemException contentForm() {
    return invalid("a message's 'content' must be a text or a list of parts", place("content"));
  }

  private String place(String field) {
    return "messages[%d].%s".formatted(count, field);
  }
}
