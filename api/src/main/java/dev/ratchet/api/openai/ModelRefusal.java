package dev.ratchet.api.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ratchet.api.http.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/** Turns what model servers say, each in its own way, into what clients of OpenAI understand. */
final class ModelRefusal {
  /** What it says about a request fits; what is longer is a page of HTML. */
  static final int MOST_BYTES = 64 * 1024;

  private static final int MOST_CHARACTERS = 500;
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);
  private static final Duration SHORT_WAIT = Duration.ofSeconds(5);

  /** As llama.cpp, LM Studio, vLLM and OpenAI itself put it. */
  private static final Pattern TOO_LONG =
      Pattern.compile(
          "exceed_context_size|context_length_exceeded|maximum context length"
              + "|(?:exceed|overflow|larger|longer|greater|too long|too many|more than|only)"
              + ".{0,80}context|context.{0,40}(?:exceed|overflow|too small|length of only)"
              + "|prompt is too long",
          Pattern.DOTALL);

  private static final Pattern NO_SUCH_MODEL =
      Pattern.compile(
          "model.{0,200}(?:not found|does not exist|unknown|not loaded|no such)", Pattern.DOTALL);

  private static final JsonMapper JSON = new JsonMapper();

  private ModelRefusal() {}

  /** An answer with an error's status. */
  static ProblemException of(int status, String retryAfter, byte[] body) {
    String said = message(body);
    String lower = new String(body, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
    if (status < 500 && TOO_LONG.matcher(lower).find()) {
      return tooLong(said);
    }
    return switch (status) {
      case 401, 403 ->
          new ProblemException(
              502, "model-key", "Bad gateway", "the model server does not accept model.api-key");
      case 404 -> NO_SUCH_MODEL.matcher(lower).find() ? noSuchModel(said) : broken("404: " + said);
      case 429, 503 ->
          new ProblemException(status, status == 429 ? "queue-full" : "model-busy", "Busy", said)
              .retryAfter(wait(retryAfter));
      default ->
          status >= 400 && status < 500
              ? new ProblemException(
                  status == 422 ? 400 : status,
                  "model-refused",
                  "Refused by the model server",
                  said)
              : broken(status + ": " + said);
    };
  }

  /** An error where a part of an answer should be. */
  static ProblemException inStream(byte[] data) {
    String said = message(data);
    return TOO_LONG.matcher(said.toLowerCase(Locale.ROOT)).find()
        ? tooLong(said)
        : broken("it reported: " + said);
  }

  /** What came is no answer. */
  static ProblemException nonsense(String what) {
    return broken("it sent " + what);
  }

  static ProblemException noSuchModel(String message) {
    return ProblemException.notFound("model-not-found", message).about("model");
  }

  private static ProblemException tooLong(String said) {
    return new ProblemException(
            400,
            "context-length-exceeded",
            "Too long",
            "the messages are longer than the model's context: " + said)
        .about("messages");
  }

  private static ProblemException broken(String what) {
    return new ProblemException(
        502, "model-failed", "Bad gateway", "the model server failed; " + what);
  }

  private static String message(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    try {
      JsonNode root = JSON.readTree(body);
      JsonNode error = root.path("error");
      String said = error.isTextual() ? error.asText() : error.path("message").asText("");
      text = said.isEmpty() ? root.path("message").asText(text) : said;
    } catch (JsonProcessingException plain) {
      // Then it is told as it is.
    } catch (java.io.IOException impossible) {
      throw new IllegalStateException(impossible);
    }
    String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return line.length() > MOST_CHARACTERS ? line.substring(0, MOST_CHARACTERS) + "…" : line;
  }

  private static Duration wait(String header) {
    if (!header.matches("[0-9]{1,6}")) {
      return SHORT_WAIT;
    }
    Duration wait = Duration.ofSeconds(Long.parseLong(header));
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }
}
