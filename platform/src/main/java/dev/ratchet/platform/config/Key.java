package dev.ratchet.platform.config;

import dev.ratchet.platform.control.Autonomy;
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
  OBJECTS_MAX_DAYS("objects.max-days", "90", Kind.COUNT, "days after which unneeded objects go");

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
