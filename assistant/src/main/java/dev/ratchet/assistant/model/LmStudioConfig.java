package dev.ratchet.assistant.model;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to talk to an OpenAI-compatible model server. The defaults are those that LM Studio ships
 * with.
 *
 * @param baseUrl up to and with "/v1"
 * @param apiKey a secret; null where the server wants none
 * @param firstTokenTimeout from when the server gets the request
 * @param tries before the first token, the first one included
 * @param slots requests that the server works on at the same time
 */
public record LmStudioConfig(
    URI baseUrl,
    String model,
    @Nullable String apiKey,
    double temperature,
    int maxTokens,
    Duration firstTokenTimeout,
    int tries,
    int slots) {
  public static final LmStudioConfig STANDARD =
      new LmStudioConfig(
          URI.create("http://localhost:1234/v1"),
          "gpt-oss-20b",
          null,
          0.7,
          2048,
          Duration.ofSeconds(30),
          3,
          1);

  /** Without the key. */
  @Override
  public String toString() {
    return "LmStudioConfig[" + baseUrl + ", " + model + "]";
  }
}
