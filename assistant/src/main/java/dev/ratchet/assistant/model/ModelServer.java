package dev.ratchet.assistant.model;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A model server that answered.
 *
 * @param name what people call it, for example "LM Studio"
 * @param baseUrl up to and with "/v1"
 * @param models the ids that it offers, in its order
 * @param slots how many requests it works on at the same time; empty when it does not say
 */
public record ModelServer(String name, URI baseUrl, List<String> models, Optional<Integer> slots) {
  public ModelServer {
    models = List.copyOf(models);
  }

  /**
   * The model to ask for: the wished one, also when it is not listed, since some servers load on
   * demand; else the first that is not for embeddings.
   *
   * @param wished empty for no wish
   */
  public Optional<String> choose(String wished) {
    return wished.isEmpty()
        ? models.stream().filter(id -> !id.toLowerCase(Locale.ROOT).contains("embed")).findFirst()
        : Optional.of(wished);
  }
}
