package dev.ratchet.assistant.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ratchet.assistant.model.ModelDiscovery.Answer;
import dev.ratchet.assistant.model.ModelDiscovery.Place;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks one place for its models, which costs a model server nothing. */
final class ModelProbe {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A thousand models fit; what else listens on a port may send anything. */
  private static final int LARGEST_ANSWER_BYTES = 1 << 20;

  private static final int MOST_MODELS = 1000;

  private final HttpClient http;
  private final Duration patience;

  ModelProbe(HttpClient http, Duration patience) {
    this.http = http;
    this.patience = patience;
  }

  Answer ask(Place place) throws InterruptedException {
    try {
      HttpResponse<byte[]> response = get(place, place.baseUrl() + "/models");
      if (response.statusCode() != 200) {
        return new Answer.Silent(place, refusal(response.statusCode()));
      }
      List<String> models = models(JSON.readTree(response.body()));
      return models.isEmpty()
          ? new Answer.Silent(place, "offers no models")
          : new Answer.Offers(
              place, new ModelServer(place.name(), place.baseUrl(), models, slots(place)));
    } catch (JsonProcessingException otherService) {
      return new Answer.Silent(place, "what answers there is no model server");
    } catch (HttpTimeoutException e) {
      return new Answer.Silent(place, "no answer within " + patience.toMillis() + " ms");
    } catch (ConnectException e) {
      return new Answer.Silent(place, "nothing listens there");
    } catch (IOException e) {
      return new Answer.Silent(place, "no answer: " + e);
    }
  }

  private static String refusal(int status) {
    return switch (status) {
      case 401, 403 -> "it wants another key (HTTP " + status + ")";
      case 503 -> "it is loading its model";
      default -> "what answers there is no model server (HTTP " + status + ")";
    };
  }

  private static List<String> models(JsonNode answer) {
    List<String> models = new ArrayList<>();
    for (JsonNode model : answer.path("data")) {
      String id = model.path("id").asText("");
      if (!id.isBlank() && models.size() < MOST_MODELS) {
        models.add(id);
      }
    }
    return models;
  }

  /** llama.cpp's server says; others have no such page. */
  private Optional<Integer> slots(Place place) throws InterruptedException {
    URI base = place.baseUrl();
    try {
      HttpResponse<byte[]> response = get(place, base.resolve("/props").toString());
      int slots =
          response.statusCode() == 200
              ? JSON.readTree(response.body()).path("total_slots").asInt(0)
              : 0;
      return slots > 0 ? Optional.of(slots) : Optional.empty();
    } catch (IOException doesNotSay) {
      return Optional.empty();
    }
  }

  private HttpResponse<byte[]> get(Place place, String address)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address)).timeout(patience);
    if (place.apiKey() != null && !place.apiKey().isEmpty()) {
      request.header("Authorization", "Bearer " + place.apiKey());
    }
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(
            request.GET().build(),
            HttpResponse.BodyHandlers.limiting(
                HttpResponse.BodyHandlers.ofByteArray(), LARGEST_ANSWER_BYTES));
    try {
      // The request's own time-out ends with the head; the body may stop as well.
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new HttpTimeoutException("no answer");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    } finally {
      answer.cancel(true);
    }
  }
}
