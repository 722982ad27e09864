package dev.ratchet.api.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import dev.ratchet.workflow.Payloads;
import io.javalin.http.Context;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Reads bodies strictly: what is not understood is refused, never ignored. Thread-safe. */
public final class Bodies {
  private static final ObjectReader READER = reader();

  private Bodies() {}

  @SuppressWarnings("deprecation") // ObjectMapper has no other way to set a MapperFeature late.
  private static ObjectReader reader() {
    ObjectMapper mapper = Payloads.mapper();
    mapper.configure(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS, true);
    // What histories need: names of former builds. Nobody may ask by them.
    mapper.clearProblemHandlers();
    return mapper
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .reader();
  }

  /**
   * The request's JSON body; an empty one counts as {}.
   *
   * @param type a record
   * @throws ProblemException when it is no JSON, or not of this type
   */
  public static <T> T read(Context ctx, Class<T> type) {
    byte[] body = ctx.bodyAsBytes();
    String contentType = Objects.requireNonNullElse(ctx.contentType(), "");
    if (body.length > 0 && !contentType.startsWith("application/json")) {
      throw new ProblemException(
          415,
          "not-json",
          "Unsupported media type",
          "the body must be JSON with the header Content-Type: application/json");
    }
    return parse(body, type);
  }

  /**
   * A JSON body that was read already; an empty one counts as {}.
   *
   * @param type a record
   * @throws ProblemException when it is no JSON, or not of this type
   */
  public static <T> T parse(byte[] body, Class<T> type) {
    try {
      JsonNode json =
          READER.forType(JsonNode.class).readValue(body.length == 0 ? new byte[] {'{', '}'} : body);
      // Before the record's own checks, which a mistyped name would make misleading.
      json.fieldNames().forEachRemaining(name -> checkKnown(name, type));
      return READER.forType(type).readValue(json);
    } catch (InvalidFormatException value) {
      throw ProblemException.badRequest(wrongValue(value));
    } catch (JsonMappingException mismatch) {
      throw ProblemException.badRequest(mismatch(mismatch));
    } catch (JsonProcessingException malformed) {
      throw ProblemException.badRequest(
          "the body is not JSON: " + malformed.getOriginalMessage().lines().findFirst().orElse(""));
    } catch (IOException impossible) {
      throw new IllegalStateException("the body was read already", impossible);
    }
  }

  private static void checkKnown(String name, Class<?> type) {
    List<String> known =
        Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
    if (known.contains(name)) {
      return;
    }
    String suggestion =
        Nearest.to(name, known).map(nearest -> "did you mean '" + nearest + "'? ").orElse("");
    throw ProblemException.badRequest(
        "unknown property '%s': %sknown are %s"
            .formatted(name, suggestion, String.join(", ", known)));
  }

  private static String wrongValue(InvalidFormatException value) {
    Class<?> type = value.getTargetType();
    String expected =
        type.isEnum()
            ? "one of "
                + Arrays.stream(type.getEnumConstants())
                    .map(Object::toString)
                    .collect(Collectors.joining(", "))
            : "of type " + type.getSimpleName();
    return "'%s' must be %s".formatted(path(value), expected);
  }

  /** A record's own check, when that is what failed: it names what would be right. */
  private static String mismatch(JsonMappingException mismatch) {
    if (mismatch.getCause() instanceof IllegalArgumentException check) {
      return Objects.requireNonNullElse(check.getMessage(), "a value is not allowed");
    }
    String what = mismatch.getPath().isEmpty() ? "the body" : "'" + path(mismatch) + "'";
    return what + " does not have the form that /openapi.json describes";
  }

  private static String path(JsonMappingException mismatch) {
    return mismatch.getPath().stream()
        .map(
            step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
        .collect(Collectors.joining("."));
  }
}
