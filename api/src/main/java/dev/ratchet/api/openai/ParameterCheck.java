package dev.ratchet.api.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.ratchet.api.http.ProblemException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Checks the value that a reader stands at, and says which parameter is wrong. Null counts as left
 * out.
 */
final class ParameterCheck {
  /** More than any model writes at once. */
  private static final int MOST_TOKENS = 10_000_000;

  private static final int MOST_STOPS = 16;

  private ParameterCheck() {}

  static ProblemException invalid(String detail, String parameter) {
    return ProblemException.badRequest(detail).about(parameter);
  }

  static void one(JsonParser json, String name) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    if (json.currentToken() != JsonToken.VALUE_NUMBER_INT || json.getDoubleValue() != 1) {
      throw invalid("'%s' must be 1: one answer is made for each request".formatted(name), name);
    }
  }

  static @Nullable Integer tokens(JsonParser json, String name) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    if (json.currentToken() != JsonToken.VALUE_NUMBER_INT
        || json.getDoubleValue() < 1
        || json.getDoubleValue() > MOST_TOKENS) {
      throw invalid("'%s' must be a whole number from 1 to %d".formatted(name, MOST_TOKENS), name);
    }
    return json.getIntValue();
  }

  static void between(JsonParser json, String name, double least, double most) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    if (!json.currentToken().isNumeric()
        || !(json.getDoubleValue() >= least && json.getDoubleValue() <= most)) {
      throw invalid("'%s' must be a number from %s to %s".formatted(name, least, most), name);
    }
  }

  static void whole(JsonParser json, String name) throws IOException {
    boolean fits =
        json.currentToken() == JsonToken.VALUE_NULL
            || (json.currentToken() == JsonToken.VALUE_NUMBER_INT
                && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER);
    if (!fits) {
      throw invalid("'%s' must be a whole number of at most 64 bits".formatted(name), name);
    }
  }

  static boolean flag(JsonParser json, String name) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE, VALUE_NULL -> false;
      default -> throw invalid("'%s' must be true or false".formatted(name), name);
    };
  }

  /** A text, or a list of some. */
  static void stops(JsonParser json, String name) throws IOException {
    int count = 0;
    switch (json.currentToken()) {
      case VALUE_NULL, VALUE_STRING -> {}
      case START_ARRAY -> {
        while (json.nextToken() != JsonToken.END_ARRAY) {
          if (json.currentToken() != JsonToken.VALUE_STRING || ++count > MOST_STOPS) {
            throw stopsForm(name);
          }
        }
      }
      default -> throw stopsForm(name);
    }
  }

  private static ProblemException stopsForm(String name) {
    return invalid("'%s' must be a text or a list of at most %d".formatted(name, MOST_STOPS), name);
  }
}
