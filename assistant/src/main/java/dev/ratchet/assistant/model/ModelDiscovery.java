package dev.ratchet.assistant.model;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds model servers: asks all places at once, and their order decides. Thread-safe. */
public final class ModelDiscovery {
  /** Servers on the same machine list their models in milliseconds, also while they generate. */
  public static final Duration PATIENCE = Duration.ofSeconds(2);

  private final List<Place> places;
  private final Duration patience;

  /**
   * Where a model server may be.
   *
   * @param baseUrl up to and with "/v1"
   * @param apiKey null where none is wanted
   */
  public record Place(String name, URI baseUrl, @Nullable String apiKey) {
    public Place(String name, URI baseUrl) {
      this(name, baseUrl, null);
    }

    /** Without the key. */
    @Override
    public String toString() {
      return name + " at " + baseUrl;
    }
  }

  /** What became of asking one place. */
  public sealed interface Answer {
    Place place();

    record Offers(Place place, ModelServer server) implements Answer {}

    /**
     * @param why for a person
     */
    record Silent(Place place, String why) implements Answer {}
  }

  /** The ports that these servers use when nobody configured them. */
  public static List<Place> usual() {
    return List.of(
        new Place("LM Studio", URI.create("http://127.0.0.1:1234/v1")),
        new Place("Ollama", URI.create("http://127.0.0.1:11434/v1")),
        new Place("llama-server", URI.create("http://127.0.0.1:8080/v1")));
  }

  public ModelDiscovery(List<Place> places, Duration patience) {
    this.places = List.copyOf(places);
    this.patience = patience;
  }

  /** Asks what is configured, if anything, and then the usual places. */
  public static ModelDiscovery of(Optional<Place> configured, List<Place> usual) {
    return new ModelDiscovery(
        Stream.concat(configured.stream(), usual.stream()).toList(), PATIENCE);
  }

  /** Answers in the order of the places; takes no longer than the slowest of them. */
  public List<Answer> ask() throws InterruptedException {
    try (HttpClient http =
            HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(patience)
                .build();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Answer>> questions =
          places.stream()
              .<Callable<Answer>>map(place -> () -> new ModelProbe(http, patience).ask(place))
              .toList();
      List<Answer> answers = new ArrayList<>();
      for (Future<Answer> answer : threads.invokeAll(questions)) {
        answers.add(answer.get());
      }
      return List.copyOf(answers);
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot look for model servers", e.getCause());
    }
  }

  /** The first server among answers. */
  public static Optional<ModelServer> first(List<Answer> answers) {
    return answers.stream()
        .filter(Answer.Offers.class::isInstance)
        .map(answer -> ((Answer.Offers) answer).server())
        .findFirst();
  }
}
