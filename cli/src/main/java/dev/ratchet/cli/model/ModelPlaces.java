package dev.ratchet.cli.model;

import dev.ratchet.assistant.model.ModelDiscovery;
import dev.ratchet.assistant.model.ModelDiscovery.Place;
import dev.ratchet.assistant.model.ModelServer;
import dev.ratchet.platform.config.Config;
import dev.ratchet.platform.config.Key;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Where an installation looks for model servers. */
public final class ModelPlaces {
  private ModelPlaces() {}

  /** The configured address; empty when there is none, or it is "local" or "none". */
  public static Optional<Place> configured(Config config) {
    String url = config.text(Key.MODEL_URL).replaceAll("/+$", "");
    return url.startsWith("http")
        ? Optional.of(new Place("configured", URI.create(url), config.text(Key.MODEL_API_KEY)))
        : Optional.empty();
  }

  /** The place at an address; the key goes to the configured one only. */
  public static Place at(Config config, URI address) {
    return configured(config)
        .filter(place -> place.baseUrl().equals(address))
        .orElseGet(() -> new Place("in use", address));
  }

  /** The model to ask a server for. */
  public static String name(Config config, ModelServer server) {
    String wished = config.text(Key.MODEL_NAME);
    boolean own =
        configured(config).filter(place -> place.baseUrl().equals(server.baseUrl())).isPresent();
    // Some servers load on demand what they do not list.
    Optional<String> otherwise =
        own && config.given(Key.MODEL_NAME) ? Optional.of(wished) : server.first();
    return server.offered(wished).or(() -> otherwise).orElse(wished);
  }

  public static ModelDiscovery discovery(Config config, List<Place> usual) {
    return ModelDiscovery.of(configured(config), usual);
  }
}
