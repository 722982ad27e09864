package dev.ratchet.api.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ratchet.api.http.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The models that the model server has, as it said a moment ago. Thread-safe. */
final class ModelList {
  /** A model that was loaded meanwhile is found anyway: an unknown one makes it look again. */
  private static final Duration FRESH = Duration.ofSeconds(5);

  /** After a pause of that length one request waits for the list. */
  private static final Duration USABLE = Duration.ofMinutes(1);

  private static final Duration LONGEST = Duration.ofSeconds(5);
  private static final int MOST_BYTES = 1 << 20;
  private static final JsonMapper JSON = new JsonMapper();

  private final ModelEndpoint server;
  private final AtomicBoolean refreshing = new AtomicBoolean();
  private volatile @Nullable Snapshot latest;

  ModelList(ModelEndpoint server) {
    this.server = server;
  }

  /**
   * @param created as the model server says, in seconds since 1970; 0 where it does not
   */
  record Model(String id, long created, String ownedBy) {}

  private record Snapshot(Map<String, Model> models, Object server, long atNanos) {
    boolean younger(Duration age, Object server) {
      return this.server.equals(server) && System.nanoTime() - atNanos < age.toNanos();
    }
  }

  /** The models by name. */
  Map<String, Model> all() throws IOException {
    return refresh().models;
  }

  /**
   * Returns when the model server has the model, or says nothing of what it has.
   *
   * @throws ProblemException 404 when it has others; 503 when it is away
   */
  void require(String model) throws IOException {
    Object current = server.settings().baseUrl();
    Snapshot known = latest;
    if (known != null && has(known.models, model)) {
      if (known.younger(FRESH, current)) {
        return;
      }
      if (known.younger(USABLE, current)) {
        refreshLater();
        return;
      }
    }
    Map<String, Model> models = refresh().models;
    if (!models.isEmpty() && !has(models, model)) {
      throw ModelRefusal.noSuchModel(
          "there is no model '%s': GET /v1/models lists those there are"
              .formatted(model.length() > 100 ? model.substring(0, 100) + "…" : model));
    }
  }

  /** LM Studio also takes a name without its maker's, and Ollama one without a tag. */
  private static boolean has(Map<String, Model> models, String name) {
    return models.containsKey(name)
        || models.containsKey(name + ":latest")
        || models.keySet().stream().anyMatch(id -> id.endsWith("/" + name));
  }

  private void refreshLater() {
    if (refreshing.compareAndSet(false, true)) {
      Thread.startVirtualThread(
          () -> {
            try {
              refresh();
            } catch (IOException | ProblemException away) {
              // The next request after this list's time will say so.
            } finally {
              refreshing.set(false);
            }
          });
    }
  }

  private Snapshot refresh() throws IOException {
    Object current = server.settings().baseUrl();
    try (ModelCall call = server.call()) {
      call.deadline(System.nanoTime() + LONGEST.toNanos());
      HttpResponse<InputStream> response = server.get(call, "/models");
      byte[] body = response.body().readNBytes(MOST_BYTES);
      if (response.statusCode() != 200) {
        throw ModelRefusal.of(response.statusCode(), "", body);
      }
      Snapshot snapshot = new Snapshot(read(body), current, System.nanoTime());
      latest = snapshot;
      return snapshot;
    } catch (IOException broken) {
      throw ModelEndpoint.away(broken);
    }
  }

  private static Map<String, Model> read(byte[] body) throws IOException {
    Map<String, Model> models = new LinkedHashMap<>();
    try {
      for (JsonNode model : JSON.readTree(body).path("data")) {
        String id = model.path("id").asText("");
        if (!id.isEmpty()) {
          models.put(
              id,
              new Model(
                  id, model.path("created").asLong(0), model.path("owned_by").asText("local")));
        }
      }
    } catch (com.fasterxml.jackson.core.JsonProcessingException nonsense) {
      throw ModelRefusal.nonsense("a list of models that is no JSON");
    }
    return models;
  }
}
