package dev.ratchet.platform.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.ratchet.platform.DataFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The configuration in force, and where each value came from. Immutable. */
public final class Config {
  private static final String MASK = "********";
  private static final String DEFAULT = "default";

  private final DataFolder data;
  private final Map<Key, Entry> entries;

  private Config(DataFolder data, Map<Key, Entry> entries) {
    this.data = data;
    this.entries = entries;
  }

  /**
   * A value and its origin.
   *
   * @param shown the value for a person: masked when it is a secret
   * @param origin "default", "FILE:LINE", the name of an environment variable, or a flag
   */
  public record Entry(Key key, String shown, String origin, String value) {
    private static Entry of(Key key, String value, String origin) {
      String shown = key.kind() == Key.Kind.SECRET && !value.isEmpty() ? MASK : value;
      // A url may carry a password of its own.
      return new Entry(key, shown.replaceAll("//[^/@]*@", "//" + MASK + "@"), origin, value);
    }

    @Override
    public String toString() {
      return key.path() + "=" + shown + " (" + origin + ")";
    }
  }

  /** The data folder that an environment names, or the user's usual one. */
  public static DataFolder dataFolder(Map<String, String> environment) {
    String given = environment.getOrDefault("RATCHET_DATA", "");
    if (!given.isBlank()) {
      return new DataFolder(Path.of(given));
    }
    String shared = environment.getOrDefault("XDG_DATA_HOME", "");
    Path base =
        shared.isBlank()
            ? Path.of(System.getProperty("user.home"), ".local", "share")
            : Path.of(shared);
    return new DataFolder(base.resolve("ratchet"));
  }

  /**
   * @param flags by {@link Key#flag}
   * @throws ConfigException for an unknown key or a bad value
   */
  public static Config load(
      DataFolder data, Map<String, String> environment, Map<String, String> flags) {
    Map<Key, Entry> entries = new EnumMap<>(Key.class);
    for (Key key : Key.values()) {
      entries.put(key, Entry.of(key, key.standard(), DEFAULT));
    }
    readFile(data.root().resolve("config.yml"), entries);
    for (Key key : Key.values()) {
      String value = environment.get(key.variable());
      if (value != null) {
        put(entries, key, value, key.variable());
      }
    }
    flags.forEach(
        (flag, value) -> {
          for (Key key : Key.values()) {
            if (key.flag().equals(flag)) {
              put(entries, key, value, "--" + flag);
            }
          }
        });
    return new Config(data, entries);
  }

  private static void put(Map<Key, Entry> entries, Key key, String value, String origin) {
    key.kind()
        .fault(value)
        .ifPresent(
            fault -> {
              throw new ConfigException(origin + ": " + key.path() + " " + fault);
            });
    entries.put(key, Entry.of(key, value, origin));
  }

  private static void readFile(Path file, Map<Key, Entry> entries) {
    if (!Files.isRegularFile(file)) {
      return;
    }
    Deque<String> path = new ArrayDeque<>();
    try (JsonParser parser = new YAMLFactory().createParser(Files.readString(file))) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        switch (token) {
          case FIELD_NAME -> path.addLast(parser.currentName());
          case END_OBJECT -> path.pollLast();
          case START_OBJECT -> {}
          case START_ARRAY, END_ARRAY ->
              throw new ConfigException(place(file, parser) + ": lists have no meaning here");
          default -> {
            value(file, parser, String.join(".", path), entries);
            path.pollLast();
          }
        }
      }
    } catch (JsonProcessingException e) {
      JsonLocation location = e.getLocation();
      throw new ConfigException(
          file + ":" + (location == null ? 1 : location.getLineNr()) + ": is no YAML");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static void value(Path file, JsonParser parser, String path, Map<Key, Entry> entries)
      throws IOException {
    String place = place(file, parser);
    Key key =
        Key.byPath(path)
            .orElseThrow(
                () ->
                    new ConfigException(
                        place
                            + ": unknown key '"
                            + path
                            + "'; did you mean '"
                            + nearest(path)
                            + "'?"));
    put(entries, key, parser.currentToken() == JsonToken.VALUE_NULL ? "" : parser.getText(), place);
  }

  private static String place(Path file, JsonParser parser) {
    return file + ":" + parser.currentTokenLocation().getLineNr();
  }

  private static String nearest(String path) {
    return Key.paths().stream()
        .min(Comparator.comparingInt(known -> Distance.between(path, known)))
        .orElseThrow();
  }

  public DataFolder data() {
    return data;
  }

  public List<Entry> entries() {
    return List.copyOf(entries.values());
  }

  public String text(Key key) {
    return entry(key).value();
  }

  public int number(Key key) {
    return Integer.parseInt(text(key));
  }

  public double decimal(Key key) {
    return Double.parseDouble(text(key));
  }

  public boolean flag(Key key) {
    return Boolean.parseBoolean(text(key));
  }

  /** Whether the value is other than empty. */
  public boolean has(Key key) {
    return !text(key).isEmpty();
  }

  /** Whether somebody configured it, be it with the default's value. */
  public boolean given(Key key) {
    return !entry(key).origin().equals(DEFAULT);
  }

  private Entry entry(Key key) {
    Entry entry = entries.get(key);
    if (entry == null) {
      throw new IllegalStateException("no entry for " + key);
    }
    return entry;
  }
}
