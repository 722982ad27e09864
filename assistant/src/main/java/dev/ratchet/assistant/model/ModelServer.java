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

  /** A model of a name, which makers may have put their own before: "openai/gpt-oss-20b". */
  public Optional<String> offered(String name) {
    return models.stream().filter(id -> id.equals(name) || id.endsWith("/" + name)).findFirst();
  }

  /** The first model that is not for embeddings. */
  public Optional<String> first() {
    return models.stream().filter(id -> !id.toLowerCase(Locale.ROOT).contains("embed")).findFirst();
  }
}
