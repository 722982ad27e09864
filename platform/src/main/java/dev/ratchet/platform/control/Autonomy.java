package dev.ratchet.platform.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Everything that Ratchet does without being told, each with a switch. A function asks before each
 * of its deeds; what cannot be read means no. Thread-safe.
 */
public final class Autonomy {
  private static final String KEY = "ratchet:{control}:autonomy";

  /** How soon a switch is obeyed everywhere; a chat's parameters ask with every question. */
  private static final Duration FRESH = Duration.ofSeconds(1);

  private static final Logger log = LoggerFactory.getLogger(Autonomy.class);
  private static final JsonMapper JSON = new JsonMapper();

  private final UnifiedJedis redis;
  private final Set<Function> offAtFirst;
  private final BooleanSupplier stopped;
  private volatile Known known = new Known(Set.of(), System.nanoTime() - FRESH.toNanos() - 1);

  /** What acts by itself. */
  public enum Function {
    SUMMARIES("summaries", "sums up the old turns of a conversation in the background"),
    TUNING(
        "tuning", "chooses temperature and length for summaries and code from recorded outcomes"),
    CHAT_TUNING("chat-tuning", "chooses temperature and length of answers in a chat as well"),
    SYSTEM_ANALYSIS(
        "system-analysis", "looks at Ratchet's own performance every hour, and files findings");

    private final String label;
    private final String description;

    Function(String label, String description) {
      this.label = label;
      this.description = description;
    }

    public String label() {
      return label;
    }

    public String description() {
      return description;
    }

    public static Optional<Function> of(String label) {
      return Arrays.stream(values()).filter(function -> function.label.equals(label)).findFirst();
    }
  }

  /**
   * A function and its switch.
   *
   * @param by who switched it last; null when nobody did
   */
  public record State(Function function, boolean on, @Nullable String by, @Nullable Instant at) {}

  private record Known(Set<Function> on, long readNanos) {}

  /**
   * @param offAtFirst functions that are off until somebody switches them on
   * @param stopped whether the emergency stop is engaged, or nobody can tell; asked often
   */
  public Autonomy(UnifiedJedis redis, Set<Function> offAtFirst, BooleanSupplier stopped) {
    this.redis = redis;
    this.offAtFirst = Set.copyOf(offAtFirst);
    this.stopped = stopped;
  }

  /**
   * Functions of a list of labels, separated by commas.
   *
   * @throws IllegalArgumentException for a label that is none
   */
  public static Set<Function> named(String list) {
    Set<Function> functions = EnumSet.noneOf(Function.class);
    for (String part : list.split(",", -1)) {
      if (!part.isBlank()) {
        functions.add(
            Function.of(part.strip())
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "'%s' is no function that acts by itself; there are %s"
                                .formatted(part.strip(), labels()))));
      }
    }
    return functions;
  }

  /** All labels, for a message. */
  public static String labels() {
    return Arrays.stream(Function.values()).map(Function::label).collect(Collectors.joining(", "));
  }

  /** Whether the function may act now. Never throws, and does not wait when it was just asked. */
  public boolean allows(Function function) {
    try {
      return !stopped.getAsBoolean() && on().contains(function);
    } catch (RuntimeException unreadable) {
      log.debug("function={} allowed=false cause={}", function.label(), unreadable.toString());
      return false;
    }
  }

  /** Whether the emergency stop holds all of them. */
  public boolean stopped() {
    return stopped.getAsBoolean();
  }

  private Set<Function> on() {
    Known last = known;
    if (System.nanoTime() - last.readNanos() > FRESH.toNanos()) {
      last = new Known(readOn(), System.nanoTime());
      known = last;
    }
    return last.on();
  }

  private Set<Function> readOn() {
    try {
      return states().stream()
          .filter(State::on)
          .map(State::function)
          .collect(Collectors.toUnmodifiableSet());
    } catch (JedisException gone) {
      log.debug("autonomy=unreadable cause={}", gone.toString());
      return Set.of();
    }
  }

  /**
   * All functions.
   *
   * @throws JedisException while Redis is gone
   */
  public List<State> states() {
    Map<String, String> switches = redis.hgetAll(KEY);
    return Arrays.stream(Function.values())
        .map(function -> state(function, switches.get(function.label())))
        .toList();
  }

  private State state(Function function, @Nullable String json) {
    if (json == null) {
      return new State(function, !offAtFirst.contains(function), null, null);
    }
    try {
      JsonNode entry = JSON.readTree(json);
      return new State(
          function,
          entry.path("on").asBoolean(false),
          entry.path("by").asText("unknown"),
          Instant.ofEpochSecond(entry.path("at").asLong()));
    } catch (JsonProcessingException damaged) {
      return new State(function, false, "unknown", Instant.EPOCH);
    }
  }

  /**
   * Switches it for all processes; they obey within a second.
   *
   * @throws JedisException while Redis is gone
   */
  public void put(Function function, boolean on, String by, Instant at) {
    String entry =
        JSON.createObjectNode()
            .put("on", on)
            .put("by", by)
            .put("at", at.getEpochSecond())
            .toString();
    redis.hset(KEY, function.label(), entry);
    log.info("function={} on={} by={}", function.label(), on, by);
  }
}
