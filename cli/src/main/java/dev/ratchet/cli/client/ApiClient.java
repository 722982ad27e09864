package dev.ratchet.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Speaks to the api. Thread-safe. */
public final class ApiClient implements AutoCloseable {
  public static final JsonMapper JSON = new JsonMapper();

  /** Longer than the api itself waits for a worker. */
  private static final Duration TIMEOUT = Duration.ofSeconds(45);

  private final Gateway.Endpoint endpoint;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  public ApiClient(Gateway.Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  public JsonNode get(String path) {
    return json(request(path).timeout(TIMEOUT).GET());
  }

  public JsonNode post(String path, ObjectNode body) {
    return json(request(path).timeout(TIMEOUT).POST(publisher(body)));
  }

  /** Sent again after a lost connection; the api does nothing twice under one key. */
  public JsonNode post(String path, ObjectNode body, String idempotencyKey) {
    return json(
        request(path)
            .timeout(TIMEOUT)
            .header("Idempotency-Key", idempotencyKey)
            .POST(publisher(body)));
  }

  public JsonNode patch(String path, ObjectNode body) {
    return json(request(path).timeout(TIMEOUT).method("PATCH", publisher(body)));
  }

  public JsonNode delete(String path, @Nullable ObjectNode body) {
    return json(
        request(path)
            .timeout(TIMEOUT)
            .method("DELETE", body == null ? BodyPublishers.noBody() : publisher(body)));
  }

  public String text(String path) {
    HttpResponse<String> response =
        send(request(path).timeout(TIMEOUT).GET(), BodyHandlers.ofString());
    requireGood(response.statusCode(), response.body());
    return response.body();
  }

  /**
   * Opens a stream of events, which the caller closes.
   *
   * @param after id of the last event that was seen; null for all
   * @return null when there is nothing more to come
   */
  public @Nullable InputStream stream(String path, @Nullable String after) throws IOException {
    HttpRequest.Builder request = request(path).GET();
    if (after != null) {
      request.header("Last-Event-ID", after);
    }
    return events(request);
  }

  /** Sends something that is answered by a stream of events, which the caller closes. */
  public @Nullable InputStream stream(String path, ObjectNode body) throws IOException {
    return events(
        request(path)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .POST(publisher(body)));
  }

  private @Nullable InputStream events(HttpRequest.Builder request) throws IOException {
    request.header("Accept", "text/event-stream");
    HttpResponse<InputStream> response = exchange(request, BodyHandlers.ofInputStream());
    if (response.statusCode() == 204) {
      response.body().close();
      return null;
    }
    if (response.statusCode() != 200) {
      try (InputStream problem = response.body()) {
        requireGood(
            response.statusCode(), new String(problem.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return response.body();
  }

  /** A part of a path that somebody typed. */
  public static String part(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(endpoint.api().resolve(path))
        .header("Authorization", "Bearer " + endpoint.token());
  }

  private static BodyPublisher publisher(ObjectNode body) {
    return BodyPublishers.ofString(body.toString());
  }

  private JsonNode json(HttpRequest.Builder request) {
    request.header("Content-Type", "application/json");
    HttpResponse<String> response = send(request, BodyHandlers.ofString());
    requireGood(response.statusCode(), response.body());
    try {
      return response.body().isEmpty() ? MissingNode.getInstance() : JSON.readTree(response.body());
    } catch (JsonProcessingException e) {
      throw new CommandFailure(
          ExitCodes.UNREACHABLE, "what answers at " + endpoint + " is no api of Ratchet");
    }
  }

  private <T> HttpResponse<T> send(
      HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) {
    try {
      return exchange(request, handler);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCodes.UNREACHABLE,
          "the api at %s does not answer (%s): see ratchet status"
              .formatted(endpoint, e.getClass().getSimpleName()));
    }
  }

  private <T> HttpResponse<T> exchange(
      HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) throws IOException {
    try {
      return http.send(request.build(), handler);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(130, "interrupted");
    }
  }

  private static void requireGood(int status, String body) {
    if (status >= 200 && status < 300) {
      return;
    }
    throw new ApiRefusal(status, detail(status, body));
  }

  private static String detail(int status, String body) {
    try {
      JsonNode problem = JSON.readTree(body);
      String detail = problem.path("detail").asText("");
      return detail.isEmpty() ? problem.path("title").asText("HTTP " + status) : detail;
    } catch (JsonProcessingException notOurs) {
      return "the answer was HTTP " + status;
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
