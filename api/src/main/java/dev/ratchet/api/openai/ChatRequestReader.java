package dev.ratchet.api.openai;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.ratchet.api.http.ProblemException;
import dev.ratchet.api.http.RequestBytes;
import dev.ratchet.assistant.safety.Source;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request for a chat completion in one pass: checks that all of it is JSON, and looks at
 * what is needed. Fields that are not known are left to the model server. For one request.
 */
final class ChatRequestReader {
  /** Tools' schemas nest some ten levels; what nests deeper is meant to exhaust a stack. */
  private static final int DEEPEST = 64;

  /** More than any conversation that fits a model has. */
  private static final int MOST_MESSAGES = 10_000;

  private static final int MOST_STOPS = 16;
  private static final String SESSION_PREFIX = "session:";

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxStringLength(RequestBytes.MOST)
                  .maxNameLength(1_000)
                  .build())
          .build();

  private final byte[] body;
  private final boolean wantsTexts;
  private final List<ChatRequest.Said> said = new ArrayList<>();
  private @Nullable String model;
  private @Nullable String session;
  private @Nullable Integer maxTokens;
  private boolean stream;
  private boolean reasoning;
  private boolean hasMessages;

  private ChatRequestReader(byte[] body, boolean wantsTexts) {
    this.body = body;
    this.wantsTexts = wantsTexts;
  }

  /**
   * @param wantsTexts whether the messages' texts are needed
   * @throws ProblemException 400 says what is wrong, and with which parameter
   */
  static ChatRequest read(byte[] body, boolean wantsTexts) throws IOException {
    requireUtf8(body);
    return new ChatRequestReader(body, wantsTexts).read();
  }

  /** Jackson does not look into the bytes of what it skips. */
  private static void requireUtf8(byte[] body) {
    byte all = 0;
    for (byte each : body) {
      all |= each;
    }
    if (all >= 0) {
      return;
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
    } catch (CharacterCodingException malformed) {
      throw invalid("the body is not UTF-8", "body");
    }
  }

  private ChatRequest read() throws IOException {
    try (JsonParser json = JSON.createParser(body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw invalid("the body must be a JSON object", "body");
      }
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        field(name, json);
      }
      if (json.nextToken() != null) {
        throw invalid("the body must be one JSON object and nothing after it", "body");
      }
    } catch (StreamConstraintsException tooMuch) {
      throw invalid(
          "the body nests deeper than %d levels, or has too long a name or number"
              .formatted(DEEPEST),
          "body");
    } catch (JsonParseException malformed) {
      throw invalid(
          "the body is not JSON: line %d, column %d"
              .formatted(
                  malformed.getLocation().getLineNr(), malformed.getLocation().getColumnNr()),
          "body");
    }
    if (model == null) {
      throw invalid("'model' is needed: one of those that GET /v1/models lists", "model");
    }
    if (!hasMessages) {
      throw invalid("'messages' is needed: at least one", "messages");
    }
    return new ChatRequest(model, stream, maxTokens, session, reasoning, said);
  }

  private void field(String name, JsonParser json) throws IOException {
    json.nextToken();
    switch (name) {
      case "model" -> model(json);
      case "messages" -> messages(json);
      case "stream" -> stream = flag(json, name);
      case "include_reasoning" -> reasoning = flag(json, name);
      case "n" -> n(json);
      case "max_tokens", "max_completion_tokens" -> maxTokens(json, name);
      case "temperature" -> between(json, name, 0, 2);
      case "top_p", "min_p" -> between(json, name, 0, 1);
      case "presence_penalty", "frequency_penalty" -> between(json, name, -2, 2);
      case "top_logprobs" -> between(json, name, 0, 20);
      case "seed" -> whole(json, name);
      case "stop" -> stop(json);
      case "user" -> user(json);
      case "metadata" -> metadata(json);
      default -> json.skipChildren();
    }
  }

  private void model(JsonParser json) throws IOException {
    if (model != null || json.currentToken() != JsonToken.VALUE_STRING) {
      throw invalid("'model' must be a text, and there once", "model");
    }
    model = json.getText();
  }

  private void n(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    if (json.currentToken() != JsonToken.VALUE_NUMBER_INT || json.getDoubleValue() != 1) {
      throw invalid("'n' must be 1: one answer is made for each request", "n");
    }
  }

  private void maxTokens(JsonParser json, String name) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    if (json.currentToken() != JsonToken.VALUE_NUMBER_INT
        || json.getDoubleValue() < 1
        || json.getDoubleValue() > 10_000_000) {
      throw invalid("'%s' must be a whole number from 1 to 10000000".formatted(name), name);
    }
    maxTokens = json.getIntValue();
  }

  private static void between(JsonParser json, String name, double least, double most)
      throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    if (!json.currentToken().isNumeric()
        || !(json.getDoubleValue() >= least && json.getDoubleValue() <= most)) {
      throw invalid("'%s' must be a number from %s to %s".formatted(name, least, most), name);
    }
  }

  private static void whole(JsonParser json, String name) throws IOException {
    boolean fits =
        json.currentToken() == JsonToken.VALUE_NULL
            || (json.currentToken() == JsonToken.VALUE_NUMBER_INT
                && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER);
    if (!fits) {
      throw invalid("'%s' must be a whole number of at most 64 bits".formatted(name), name);
    }
  }

  private static boolean flag(JsonParser json, String name) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE, VALUE_NULL -> false;
      default -> throw invalid("'%s' must be true or false".formatted(name), name);
    };
  }

  private static void stop(JsonParser json) throws IOException {
    int count = 0;
    switch (json.currentToken()) {
      case VALUE_NULL, VALUE_STRING -> {}
      case START_ARRAY -> {
        while (json.nextToken() != JsonToken.END_ARRAY) {
          if (json.currentToken() != JsonToken.VALUE_STRING || ++count > MOST_STOPS) {
            throw stopForm();
          }
        }
      }
      default -> throw stopForm();
    }
  }

  private static ProblemException stopForm() {
    return invalid("'stop' must be a text or a list of at most %d".formatted(MOST_STOPS), "stop");
  }

  /** What OpenAI means for an end user's name asks for a session only in this form. */
  private void user(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING
        && json.getText().startsWith(SESSION_PREFIX)) {
      session = json.getText().substring(SESSION_PREFIX.length());
    }
    json.skipChildren();
  }

  private void metadata(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      if (json.nextToken() == JsonToken.VALUE_STRING && name.equals("session")) {
        session = json.getText();
      }
      json.skipChildren();
    }
  }

  private void messages(JsonParser json) throws IOException {
    // Twice, the model server might read the one that was not looked at.
    if (hasMessages || json.currentToken() != JsonToken.START_ARRAY) {
      throw invalid("'messages' must be a list of messages, and there once", "messages");
    }
    int count = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() != JsonToken.START_OBJECT || count >= MOST_MESSAGES) {
        throw invalid(
            "'messages' must be a list of at most %d objects".formatted(MOST_MESSAGES), "messages");
      }
      message(json, count++);
    }
    if (count == 0) {
      throw invalid("'messages' must have at least one message", "messages");
    }
    hasMessages = true;
  }

  private void message(JsonParser json, int index) throws IOException {
    String role = null;
    int first = said.size();
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      json.nextToken();
      switch (name) {
        case "role" -> role = role(json, index, role);
        case "content" -> content(json, index);
        default -> json.skipChildren();
      }
    }
    if (role == null) {
      throw invalid("each message needs a 'role'", place(index, "role"));
    }
    if (role.equals("tool") || role.equals("function")) {
      said.subList(first, said.size())
          .replaceAll(text -> new ChatRequest.Said(text.text(), Source.DATA));
    }
  }

  private static String role(JsonParser json, int index, @Nullable String before)
      throws IOException {
    String role = json.currentToken() == JsonToken.VALUE_STRING ? json.getText() : "";
    boolean known =
        switch (role) {
          case "system", "developer", "user", "assistant", "tool", "function" -> before == null;
          default -> false;
        };
    if (!known) {
      throw invalid(
          "a message's 'role' must be one of system, developer, user, assistant, tool",
          place(index, "role"));
    }
    return role;
  }

  private void content(JsonParser json, int index) throws IOException {
    switch (json.currentToken()) {
      case VALUE_NULL -> {}
      case VALUE_STRING -> text(json);
      case START_ARRAY -> {
        while (json.nextToken() != JsonToken.END_ARRAY) {
          part(json, index);
        }
      }
      default -> throw contentForm(index);
    }
  }

  private void part(JsonParser json, int index) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      text(json);
      return;
    }
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw contentForm(index);
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

  private static ProblemException contentForm(int index) {
    return invalid(
        "a message's 'content' must be a text or a list of parts", place(index, "content"));
  }

  private static String place(int index, String field) {
    return "messages[%d].%s".formatted(index, field);
  }

  private static ProblemException invalid(String detail, String parameter) {
    return ProblemException.badRequest(detail).about(parameter);
  }
}
