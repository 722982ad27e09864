package dev.ratchet.assistant.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Asks a model server what it has, which costs it nothing. Thread-safe. */
public final class HealthProbe implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  /** A list of some hundred models. */
  private static final int MOST_BYTES = 262_144;

  private static final int MOST_MODELS = 500;
  private static final JsonMapper JSON = new JsonMapper();

  private final LmStudioConfig config;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(TIMEOUT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  public HealthProbe(LmStudioConfig config) {
    this.config = config;
  }

  /**
   * What came of it.
   *
   * @param models empty when the server has none or tells none
   * @param message for a person
   */
  public record Result(boolean answers, List<String> models, Duration took, String message) {
    public Result {
      models = List.copyOf(models);
    }
  }

  /** Waits for some seconds at most. */
  public Result ask() {
    long start = System.nanoTime();
    try {
      HttpResponse<InputStream> response =
          http.send(request(), HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream in = response.body()) {
        byte[] body = in.readNBytes(MOST_BYTES);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        return response.statusCode() == 200
            ? new Result(true, models(body), took, "answers")
            : new Result(false, List.of(), took, "answers with status " + response.statusCode());
      }
    } catch (IOException e) {
      return gone(start, "no model server answers at " + config.address());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return gone(start, "interrupted");
    }
  }

  private static Result gone(long start, String message) {
    return new Result(false, List.of(), Duration.ofNanos(System.nanoTime() - start), message);
  }

  private HttpRequest request() {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(config.baseUrl() + "/models")).timeout(TIMEOUT);
    String key = config.apiKey();
    if (key != null) {
      request.header("Authorization", "Bearer " + key);
    }
    return request.GET().build();
  }

  private static List<String> models(byte[] body) throws IOException {
    List<String> names = new ArrayList<>();
    for (JsonNode model : JSON.readTree(body).path("data")) {
      if (names.size() < MOST_MODELS && model.path("id").isTextual()) {
        names.add(model.path("id").asText());
      }
    }
    return names;
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
