package dev.ratchet.assistant.model;

import dev.ratchet.platform.config.Config;
import dev.ratchet.platform.config.ConfigException;
import dev.ratchet.platform.config.Key;
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
 * @param stallTimeout between two tokens
 * @param tries before the first token, the first one included
 * @param slots requests that the server works on at the same time
 * @param queue requests that may wait for a slot, of all processes together
 */
public record LmStudioConfig(
    URI baseUrl,
    String model,
    @Nullable String apiKey,
    double temperature,
    int maxTokens,
    Duration firstTokenTimeout,
    Duration stallTimeout,
    int tries,
    int slots,
    int queue) {
  public static final LmStudioConfig STANDARD =
      new LmStudioConfig(
          URI.create("http://localhost:1234/v1"),
          "gpt-oss-20b",
          null,
          0.7,
          2048,
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          3,
          1,
          100);

  public LmStudioConfig {
    if (!("http".equals(baseUrl.getScheme()) || "https".equals(baseUrl.getScheme()))
        || baseUrl.getHost() == null) {
      throw new IllegalArgumentException("baseUrl must be like http://localhost:1234/v1");
    }
    if (temperature < 0 || temperature > 2) {
      throw new IllegalArgumentException("temperature must be from 0 to 2, was " + temperature);
    }
    if (maxTokens < 1 || tries < 1 || slots < 1 || queue < 1) {
      throw new IllegalArgumentException("maxTokens, tries, slots and queue must be at least 1");
    }
  }

  /**
   * As configured; LM Studio's address where none is.
   *
   * @throws ConfigException when model.url is no address
   */
  public static LmStudioConfig of(Config config) {
    String key = config.text(Key.MODEL_API_KEY);
    try {
      return new LmStudioConfig(
          url(config),
          config.text(Key.MODEL_NAME),
          key.isEmpty() ? null : key,
          config.decimal(Key.MODEL_TEMPERATURE),
          config.number(Key.MODEL_MAX_TOKENS),
          Duration.ofSeconds(config.number(Key.MODEL_FIRST_TOKEN_SECONDS)),
          Duration.ofSeconds(config.number(Key.MODEL_STALL_SECONDS)),
          config.number(Key.MODEL_TRIES),
          config.number(Key.MODEL_SLOTS),
          config.number(Key.MODEL_QUEUE));
    } catch (IllegalArgumentException malformed) {
      // The address may hold a password, so it is not repeated.
      throw new ConfigException("model.url is not an address: use http://host:port/v1");
    }
  }

  private static URI url(Config config) {
    String url = config.text(Key.MODEL_URL).strip().replaceAll("/+$", "");
    return switch (url) {
      case "" -> STANDARD.baseUrl;
      case "local" -> URI.create("http://127.0.0.1:" + config.number(Key.MODEL_LOCAL_PORT) + "/v1");
      default -> URI.create(url);
    };
  }

  /** The same server's settings for another address, as discovery finds it. */
  public LmStudioConfig at(URI address) {
    return new LmStudioConfig(
        address,
        model,
        apiKey,
        temperature,
        maxTokens,
        firstTokenTimeout,
        stallTimeout,
        tries,
        slots,
        queue);
  }

  public LmStudioConfig withModel(String name) {
    return new LmStudioConfig(
        baseUrl,
        name,
        apiKey,
        temperature,
        maxTokens,
        firstTokenTimeout,
        stallTimeout,
        tries,
        slots,
        queue);
  }

  public LmStudioConfig withTimeouts(Duration firstToken, Duration stall) {
    return new LmStudioConfig(
        baseUrl, model, apiKey, temperature, maxTokens, firstToken, stall, tries, slots, queue);
  }

  public LmStudioConfig withTries(int number) {
    return new LmStudioConfig(
        baseUrl,
        model,
        apiKey,
        temperature,
        maxTokens,
        firstTokenTimeout,
        stallTimeout,
        number,
        slots,
        queue);
  }

  public LmStudioConfig withSlots(int number, int waiting) {
    return new LmStudioConfig(
        baseUrl,
        model,
        apiKey,
        temperature,
        maxTokens,
        firstTokenTimeout,
        stallTimeout,
        tries,
        number,
        waiting);
  }

  /** Host and port, for messages: never a password. */
  public String address() {
    return baseUrl.getHost() + (baseUrl.getPort() < 0 ? "" : ":" + baseUrl.getPort());
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "LmStudioConfig[" + address() + ", " + model + "]";
  }
}
