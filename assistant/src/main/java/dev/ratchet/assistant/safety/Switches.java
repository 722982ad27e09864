package dev.ratchet.assistant.safety;

import dev.ratchet.platform.config.Config;
import dev.ratchet.platform.config.ConfigException;
import dev.ratchet.platform.config.Distance;
import dev.ratchet.platform.config.Key;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** Which rule does what: the standard, and what the operator changed. Immutable. */
public final class Switches {
  private final Map<String, Mode> modes;

  private Switches(Map<String, Mode> modes) {
    this.modes = Map.copyOf(modes);
  }

  /** As they are shipped. */
  public static Switches standard() {
    return new Switches(Rules.standard());
  }

  /**
   * @throws ConfigException for an unknown rule, or one that is in two lists
   */
  public static Switches of(Config config) {
    Map<String, Mode> modes = Rules.standard();
    if (!config.flag(Key.SAFETY_ENABLED)) {
      modes.replaceAll((rule, mode) -> Mode.OFF);
      return new Switches(modes);
    }
    Map<String, Key> named = new TreeMap<>();
    put(config, Key.SAFETY_BLOCK, Mode.BLOCK, modes, named);
    put(config, Key.SAFETY_FLAG, Mode.FLAG, modes, named);
    put(config, Key.SAFETY_OFF, Mode.OFF, modes, named);
    return new Switches(modes);
  }

  private static void put(
      Config config, Key key, Mode mode, Map<String, Mode> modes, Map<String, Key> named) {
    for (String part : config.text(key).split(",", -1)) {
      String rule = part.strip();
      if (rule.isEmpty()) {
        continue;
      }
      if (modes.replace(rule, mode) == null) {
        throw new ConfigException(
            key.path() + ": unknown rule '" + rule + "'; did you mean '" + nearest(rule) + "'?");
      }
      Key other = named.put(rule, key);
      if (other != null && other != key) {
        throw new ConfigException(
            key.path() + ": the rule '" + rule + "' is in " + other.path() + " too");
      }
    }
  }

  private static String nearest(String rule) {
    return Rules.standard().keySet().stream()
        .min(Comparator.comparingInt(known -> Distance.between(rule, known)))
        .orElseThrow();
  }

  boolean allOff() {
    return modes.values().stream().allMatch(mode -> mode == Mode.OFF);
  }

  Mode mode(String rule) {
    Mode mode = modes.get(rule);
    if (mode == null) {
      throw new IllegalArgumentException("there is no rule " + rule);
    }
    return mode;
  }

  /** The same for the same switches, whatever the order in which they were named. */
  @Override
  public String toString() {
    return new TreeMap<>(modes).toString();
  }
}
