package dev.ratchet.api.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ratchet.api.http.ProblemException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A request for embeddings.
 *
 * @param base64 whether the vectors are to be little-endian floats in base 64 instead of numbers
 */
record EmbeddingOrder(String model, List<String> inputs, boolean base64) {
  /** As many as OpenAI takes. */
  private static final int MOST_INPUTS = 2_048;

  private static final JsonMapper JSON = new JsonMapper();

  /**
   * @param dimensions of the only model there is
   */
  static EmbeddingOrder read(byte[] body, int dimensions) throws IOException {
    JsonNode root;
    try {
      root = JSON.readTree(body);
    } catch (JsonProcessingException malformed) {
      throw invalid("the body is not JSON", "body");
    }
    if (root == null || !root.isObject()) {
      throw invalid("the body must be a JSON object", "body");
    }
    if (!root.path("model").isTextual()) {
      throw invalid("'model' is needed: one of those that GET /v1/models lists", "model");
    }
    JsonNode asked = root.path("dimensions");
    if (!asked.isMissingNode() && !asked.isNull() && asked.asInt(0) != dimensions) {
      throw invalid("'dimensions' must be %d, or left out".formatted(dimensions), "dimensions");
    }
    return new EmbeddingOrder(
        root.path("model").asText(), inputs(root.path("input")), base64(root));
  }

  private static boolean base64(JsonNode root) {
    return switch (root.path("encoding_format").asText("float")) {
      case "float" -> false;
      case "base64" -> true;
      default -> throw invalid("'encoding_format' must be float or base64", "encoding_format");
    };
  }

  private static List<String> inputs(JsonNode input) {
    List<String> texts = new ArrayList<>();
    if (input.isTextual()) {
      texts.add(input.asText());
    } else if (input.isArray()) {
      input.forEach(each -> texts.add(each.isTextual() ? each.asText() : ""));
    }
    if (texts.isEmpty() || texts.size() > MOST_INPUTS || texts.stream().anyMatch(String::isBlank)) {
      throw invalid(
          "'input' must be a text that is not empty, or a list of at most %d of them; token numbers are not understood"
              .formatted(MOST_INPUTS),
          "input");
    }
    return texts;
  }

  private static ProblemException invalid(String detail, String parameter) {
    return ProblemException.badRequest(detail).about(parameter);
  }
}
