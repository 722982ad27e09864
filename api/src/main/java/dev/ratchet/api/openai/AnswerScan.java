package dev.ratchet.api.openai;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where the texts of an answer, or of a chunk of one, stand in its bytes, so that they can be
 * replaced and every other byte stays. For one answer and one thread.
 */
final class AnswerScan {
  private static final JsonFactory JSON = new JsonFactory();

  private final byte[] bytes;
  private final List<Text> texts = new ArrayList<>(1);
  private boolean hasChoices;
  private int promptTokens;
  private int completionTokens;
  private @Nullable String finishReason;

  private AnswerScan(byte[] bytes) {
    this.bytes = bytes;
  }

  /** What a text is of. */
  enum Kind {
    CONTENT,
    TOOL_NAME
  }

  /**
   * @param start of its opening quote
   * @param end after its closing quote
   */
  private record Text(Kind kind, int start, int end, String value) {}

  /**
   * @throws IOException when the bytes are not one JSON object
   */
  static AnswerScan of(byte[] bytes) throws IOException {
    AnswerScan scan = new AnswerScan(bytes);
    try (JsonParser json = JSON.createParser(bytes)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("no object");
      }
      scan.root(json);
      if (json.nextToken() != null) {
        throw new IOException("more than one object");
      }
    }
    return scan;
  }

  /** Whether it is an answer at all. */
  boolean hasChoices() {
    return hasChoices;
  }

  /** As the model server counted; 0 where it did not. */
  int promptTokens() {
    return promptTokens;
  }

  int completionTokens() {
    return completionTokens;
  }

  /** As the model server says it; null while there is more to come. */
  @Nullable String finishReason() {
    return finishReason;
  }

  /**
   * The same with other texts.
   *
   * @param content gives each content's replacement
   * @param toolName gives that of each tool's name
   * @param beside further members, as JSON, after each content; empty for none
   */
  byte[] with(
      UnaryOperator<String> content, UnaryOperator<String> toolName, Supplier<String> beside) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 64);
    int from = 0;
    for (Text text : texts) {
      String now =
          text.kind == Kind.CONTENT ? content.apply(text.value) : toolName.apply(text.value);
      String more = text.kind == Kind.CONTENT ? beside.get() : "";
      if (now.equals(text.value) && more.isEmpty()) {
        continue;
      }
      out.write(bytes, from, text.start - from);
      out.writeBytes(quoted(now));
      out.writeBytes(more.getBytes(StandardCharsets.UTF_8));
      from = text.end;
    }
    if (from == 0) {
      return bytes;
    }
    out.write(bytes, from, bytes.length - from);
    return out.toByteArray();
  }

  static byte[] quoted(String text) {
    byte[] inner = JsonStringEncoder.getInstance().quoteAsUTF8(text);
    byte[] quoted = new byte[inner.length + 2];
    quoted[0] = '"';
    System.arraycopy(inner, 0, quoted, 1, inner.length);
    quoted[quoted.length - 1] = '"';
    return quoted;
  }

  private void root(JsonParser json) throws IOException {
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      JsonToken value = json.nextToken();
      if (value == JsonToken.START_ARRAY && name.equals("choices")) {
        hasChoices = true;
        while (json.nextToken() != JsonToken.END_ARRAY) {
          choice(json);
        }
      } else if (value == JsonToken.START_OBJECT && name.equals("usage")) {
        usage(json);
      } else {
        json.skipChildren();
      }
    }
  }

  private void usage(JsonParser json) throws IOException {
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      if (json.nextToken() == JsonToken.VALUE_NUMBER_INT) {
        switch (name) {
          case "prompt_tokens" -> promptTokens = (int) json.getDoubleValue();
          case "completion_tokens" -> completionTokens = (int) json.getDoubleValue();
          default -> {}
        }
      }
      json.skipChildren();
    }
  }

  private void choice(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw new IOException("a choice is no object");
    }
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      JsonToken value = json.nextToken();
      if (value == JsonToken.START_OBJECT && (name.equals("delta") || name.equals("message"))) {
        message(json);
      } else if (value == JsonToken.VALUE_STRING && name.equals("finish_reason")) {
        finishReason = json.getText();
      } else {
        json.skipChildren();
      }
    }
  }

  private void message(JsonParser json) throws IOException {
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      JsonToken value = json.nextToken();
      if (value == JsonToken.VALUE_STRING && name.equals("content")) {
        add(Kind.CONTENT, json);
      } else if (value == JsonToken.START_ARRAY && name.equals("tool_calls")) {
        while (json.nextToken() != JsonToken.END_ARRAY) {
          toolCall(json);
        }
      } else {
        json.skipChildren();
      }
    }
  }

  private void toolCall(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      if (json.nextToken() == JsonToken.START_OBJECT && name.equals("function")) {
        function(json);
      } else {
        json.skipChildren();
      }
    }
  }

  private void function(JsonParser json) throws IOException {
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      if (json.nextToken() == JsonToken.VALUE_STRING && name.equals("name")) {
        add(Kind.TOOL_NAME, json);
      } else {
        json.skipChildren();
      }
    }
  }

  private void add(Kind kind, JsonParser json) throws IOException {
    int start = (int) json.currentTokenLocation().getByteOffset();
    String value = json.getText();
    texts.add(new Text(kind, start, (int) json.currentLocation().getByteOffset(), value));
  }
}
