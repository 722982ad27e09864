package dev.ratchet.cli.model;

import dev.ratchet.assistant.model.LmStudioConfig;
import dev.ratchet.assistant.model.ModelDiscovery;
import dev.ratchet.assistant.model.ModelDiscovery.Answer;
import dev.ratchet.assistant.model.ModelDiscovery.Place;
import dev.ratchet.assistant.model.ModelServer;
import dev.ratchet.platform.config.Config;
import dev.ratchet.platform.config.ConfigException;
import dev.ratchet.platform.config.Key;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Decides which model an installation works with: what is configured, else the first server that
 * answers, else the small local one.
 */
public final class ModelChooser {
  private final Config config;
  private final LocalModel local;
  private final List<Place> usual;
  private final Fetch fetch;
  private final Consumer<String> tell;

  /** How the small local model comes. */
  public interface Fetch {
    /** Whether it may be fetched when nobody said so yet. */
    boolean agreed();

    /** Whether it may be fetched at all. */
    boolean allowed();

    /**
     * Fetches what is missing.
     *
     * @throws ConfigException when that fails
     */
    void run() throws IOException, InterruptedException;
  }

  /**
   * @param usual places to look for servers, in order
   */
  public ModelChooser(
      Config config, LocalModel local, List<Place> usual, Fetch fetch, Consumer<String> tell) {
    this.config = config;
    this.local = local;
    this.usual = List.copyOf(usual);
    this.fetch = fetch;
    this.tell = tell;
  }

  /**
   * @throws ConfigException when the local model is configured and cannot be had
   */
  public ModelChoice choose() throws IOException, InterruptedException {
    return switch (config.text(Key.MODEL_URL)) {
      case "none" -> new ModelChoice.None();
      case "local" -> configuredLocal();
      default -> found();
    };
  }

  private ModelChoice configuredLocal() throws IOException, InterruptedException {
    if (!ready() && !fetch.allowed()) {
      tell.accept("the local model is not there; ./ratchet model pull fetches it");
      return new ModelChoice.None();
    }
    if (!ready()) {
      fetch.run();
    }
    return new ModelChoice.Local(local);
  }

  private ModelChoice found() throws IOException, InterruptedException {
    Optional<Place> configured = ModelPlaces.configured(config);
    List<Answer> answers = ModelDiscovery.of(configured, usual).ask();
    if (configured.isPresent() && answers.getFirst() instanceof Answer.Silent silent) {
      tell.accept("no model at " + silent.place().baseUrl() + ": " + silent.why());
    }
    Optional<ModelServer> server = ModelDiscovery.first(answers);
    if (server.isPresent()) {
      return chosen(server.get(), configured);
    }
    return configured.isPresent()
        ? later(configured.get(), true)
        : ready() || fetchedNow() ? new ModelChoice.Local(local) : later(usual.getFirst(), false);
  }

  private ModelChoice chosen(ModelServer server, Optional<Place> configured) {
    boolean own = configured.filter(place -> place.baseUrl().equals(server.baseUrl())).isPresent();
    return new ModelChoice.Server(
        server.name(),
        server.baseUrl(),
        ModelPlaces.name(config, server),
        slots(server.slots().orElse(1)),
        own);
  }

  /** One that does not answer yet, and is used as soon as it does. */
  private ModelChoice later(Place place, boolean configured) {
    return new ModelChoice.Server(
        place.name() + " (once it answers)",
        place.baseUrl(),
        config.text(Key.MODEL_NAME),
        slots(LmStudioConfig.STANDARD.slots()),
        configured);
  }

  private int slots(int otherwise) {
    return config.given(Key.MODEL_SLOTS) ? config.number(Key.MODEL_SLOTS) : otherwise;
  }

  private boolean fetchedNow() throws IOException, InterruptedException {
    if (!fetch.allowed()) {
      tell.accept("no model server answers; ./ratchet model pull fetches a small model");
      return false;
    }
    if (!fetch.agreed()) {
      return false;
    }
    try {
      fetch.run();
      return true;
    } catch (ConfigException failed) {
      tell.accept(failed.problem() + "; going on without a model");
      return false;
    }
  }

  private boolean ready() throws IOException, InterruptedException {
    return local.present() && local.runnable();
  }
}
