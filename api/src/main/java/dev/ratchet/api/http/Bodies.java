package dev.ratchet.api.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.ratchet.workflow.Payloads;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
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
    return mapper
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .reader();
  }

  /**
   * The request's JSON body; an empty one counts as {}.
   *
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
    try {
      return READER.forType(type).readValue(body.length == 0 ? new byte[] {'{', '}'} : body);
    } catch (UnrecognizedPropertyException unknown) {
      throw ProblemException.badRequest(unknown(unknown));
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

  private static String unknown(UnrecognizedPropertyException unknown) {
    Collection<Object> ids = Objects.requireNonNullElse(unknown.getKnownPropertyIds(), List.of());
    List<String> known = ids.stream().map(Object::toString).sorted().toList();
    String suggestion =
        Nearest.to(unknown.getPropertyName(), known)
            .map(nearest -> "did you mean '" + nearest + "'? ")
            .orElse("");
    return "unknown property '%s': %sknown are %s"
        .formatted(unknown.getPropertyName(), suggestion, String.join(", ", known));
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
    return "'%s' does not have the form that /openapi.json describes".formatted(path(mismatch));
  }

  private static String path(JsonMappingException mismatch) {
    return mismatch.getPath().stream()
        .map(
            step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
        .collect(Collectors.joining("."));
  }
}
