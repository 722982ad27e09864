package dev.ratchet.api.openai;

import static dev.ratchet.api.openai.ParameterCheck.invalid;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.ratchet.api.http.ProblemException;
import dev.ratchet.api.http.RequestBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request for a chat completion in one pass: checks that all of it is JSON, and looks at
 * what is needed. Fields that are not known are left to the model server. For one request.
 */
final class ChatRequestReader {
  /** Tools' schemas nest some ten levels; what nests deeper is meant to exhaust a stack. */
  private static final int DEEPEST = 64;

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

  private final MessagesReader messages;
  private @Nullable String model;
  private @Nullable String session;
  private @Nullable Integer maxTokens;
  private boolean stream;
  private boolean reasoning;

  private ChatRequestReader(boolean wantsTexts) {
    this.messages = new MessagesReader(wantsTexts);
  }

  /**
   * @param wantsTexts whether the messages' texts are needed
   * @throws ProblemException 400 says what is wrong, and with which parameter
   */
  static ChatRequest read(byte[] body, boolean wantsTexts) throws IOException {
    requireUtf8(body);
    return new ChatRequestReader(wantsTexts).read(body);
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

  private ChatRequest read(byte[] body) throws IOException {
    try (JsonParser json = JSON.createParser(body)) {
      object(json);
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
    if (messages.isEmpty()) {
      throw invalid("'messages' is needed: at least one", "messages");
    }
    return new ChatRequest(model, stream, maxTokens, session, reasoning, messages.said());
  }

  private void object(JsonParser json) throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw invalid("the body must be a JSON object", "body");
    }
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      json.nextToken();
      field(name, json);
    }
    if (json.nextToken() != null) {
      throw invalid("the body must be one JSON object and nothing after it", "body");
    }
  }

  private void field(String name, JsonParser json) throws IOException {
    switch (name) {
      case "model" -> model(json);
      case "messages" -> messages.read(json);
      case "stream" -> stream = ParameterCheck.flag(json, name);
      case "include_reasoning" -> reasoning = ParameterCheck.flag(json, name);
      case "n" -> ParameterCheck.one(json, name);
      case "max_tokens", "max_completion_tokens" -> maxTokens = ParameterCheck.tokens(json, name);
      case "temperature" -> ParameterCheck.between(json, name, 0, 2);
      case "top_p", "min_p" -> ParameterCheck.between(json, name, 0, 1);
      case "presence_penalty", "frequency_penalty" -> ParameterCheck.between(json, name, -2, 2);
      case "top_logprobs" -> ParameterCheck.between(json, name, 0, 20);
      case "seed" -> ParameterCheck.whole(json, name);
      case "stop" -> ParameterCheck.stops(json, name);
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
}
