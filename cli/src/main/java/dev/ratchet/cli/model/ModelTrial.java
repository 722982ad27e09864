package dev.ratchet.cli.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;

/** Asks a model server one small question and measures how it answers. */
public final class ModelTrial {
  /** A server that loads a large model on demand is allowed to. */
  private static final Duration LONGEST = Duration.ofMinutes(3);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
  private static final int MOST_TOKENS = 64;
  private static final int LONGEST_REFUSAL = 300;
  private static final int LOADING = 503;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI baseUrl;
  private final String model;
  private final String key;
  private final Consumer<String> tell;

  /**
   * @param answer what it said; empty when all of it was thought
   * @param tokensPerSecond after the first token
   */
  public record Result(
      String model, String answer, long firstTokenMillis, int tokens, double tokensPerSecond) {}

  /**
   * @param key empty where none is wanted
   */
  public ModelTrial(URI baseUrl, String model, String key, Consumer<String> tell) {
    this.baseUrl = baseUrl;
    this.model = model;
    this.key = key;
    this.tell = tell;
  }

  /**
   * @throws IOException with what is wrong as message
   */
  public Result run() throws IOException, InterruptedException {
    return Deadline.within(LONGEST, this::ask);
  }

  private Result ask() throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      boolean told = false;
      while (true) {
        TrialAnswer answer = new TrialAnswer(System.nanoTime());
        HttpResponse<InputStream> response =
            http.send(request(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
          if (response.statusCode() == 200) {
            return answer.read(body, model);
          }
          if (response.statusCode() != LOADING) {
            throw new IOException(refusal(response.statusCode(), body));
          }
        }
        if (!told) {
          tell.accept("the model is loading; waiting");
          told = true;
        }
        Thread.sleep(LOOK_AGAIN);
      }
    } catch (ConnectException e) {
      throw new IOException("nothing listens at " + baseUrl, e);
    }
  }

  private HttpRequest request() throws IOException {
    ObjectNode question = JSON.createObjectNode();
    question.put("model", model).put("stream", true).put("temperature", 0);
    question.put("max_tokens", MOST_TOKENS);
    question.putObject("stream_options").put("include_usage", true);
    question
        .putArray("messages")
        .addObject()
        .put("role", "user")
        .put("content", "Say in one short sentence what a ratchet is.");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(baseUrl + "/chat/completions"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(question)));
    if (!key.isEmpty()) {
      request.header("Authorization", "Bearer " + key);
    }
    return request.build();
  }

  private static String refusal(int status, InputStream body) throws IOException {
    String said = new String(body.readNBytes(LONGEST_REFUSAL), StandardCharsets.UTF_8);
    return "it refused (HTTP " + status + "): " + said.replaceAll("\\p{Cntrl}+", " ");
  }
}
