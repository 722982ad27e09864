package dev.ratchet.platform.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.ratchet.platform.DataFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;

/** Changes single values of config.yml and leaves everything else in it as it is. */
public final class ConfigFile {
  private final DataFolder data;

  public ConfigFile(DataFolder data) {
    this.data = data;
  }

  public Path path() {
    return data.root().resolve("config.yml");
  }

  /**
   * Writes the values, or nothing.
   *
   * @throws ConfigException for a bad value, for a file that is wrong already, and for one that is
   *     written in a way that only a person should change
   */
  public void set(Map<Key, String> values) {
    Config before = Config.load(data, Map.of(), Map.of());
    try {
      Files.createDirectories(data.root());
      String text = Files.exists(path()) ? Files.readString(path()) : "";
      for (Map.Entry<Key, String> value : new EnumMap<>(values).entrySet()) {
        text = with(text, value.getKey(), quoted(value.getValue()));
      }
      Path folder = Files.createTempDirectory(data.root(), "config");
      try {
        Path draft = folder.resolve("config.yml");
        Files.writeString(draft, text);
        verify(new DataFolder(folder), before, values);
        if (Files.exists(path())) {
          Files.setPosixFilePermissions(draft, Files.getPosixFilePermissions(path()));
        }
        Files.move(draft, path(), StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(folder.resolve("config.yml"));
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + path(), e);
    }
  }

  private void verify(DataFolder draft, Config before, Map<Key, String> values) {
    for (Map.Entry<Key, String> value : values.entrySet()) {
      value
          .getKey()
          .kind()
          .fault(value.getValue())
          .ifPresent(
              fault -> {
                throw new ConfigException(value.getKey().path() + " " + fault);
              });
    }
    Config after;
    try {
      after = Config.load(draft, Map.of(), Map.of());
    } catch (ConfigException broken) {
      throw byHand(values);
    }
    for (Key key : Key.values()) {
      String expected = values.getOrDefault(key, before.text(key));
      if (!after.text(key).equals(expected)) {
        throw byHand(values);
      }
    }
  }

  private ConfigException byHand(Map<Key, String> values) {
    StringBuilder lines = new StringBuilder();
    new EnumMap<>(values)
        .forEach((key, value) -> lines.append("; ").append(key.path()).append(": ").append(value));
    return new ConfigException(
        path() + " is written in a way that is left to you; set there" + lines.substring(1));
  }

  private static String quoted(String value) {
    return value.matches("[A-Za-z0-9][A-Za-z0-9_.:/@-]*")
        ? value
        : "'" + value.replace("'", "''") + "'";
  }

  private static String with(String text, Key key, String value) throws IOException {
    String section = key.path().substring(0, key.path().indexOf('.'));
    String name = key.path().substring(section.length() + 1);
    Deque<String> path = new ArrayDeque<>();
    int inSection = -1;
    try (JsonParser parser = new YAMLFactory().createParser(text)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        int start = index(text, parser.currentTokenLocation());
        switch (token) {
          case FIELD_NAME -> {
            path.addLast(parser.currentName());
            if (path.size() == 2 && path.getFirst().equals(section) && inSection < 0) {
              inSection = start;
            }
          }
          case END_OBJECT -> path.pollLast();
          case START_OBJECT, START_ARRAY, END_ARRAY -> {}
          default -> {
            if (String.join(".", path).equals(key.path())) {
              int end = index(text, parser.currentLocation());
              return text.substring(0, start) + value + text.substring(end);
            }
            path.pollLast();
          }
        }
      }
    }
    if (inSection >= 0) {
      // Before the section's first key, as it is indented.
      int line = text.lastIndexOf('\n', inSection) + 1;
      String indent = text.substring(line, inSection);
      return text.substring(0, inSection)
          + name
          + ": "
          + value
          + "\n"
          + indent
          + text.substring(inSection);
    }
    String end = text.isEmpty() || text.endsWith("\n") ? "" : "\n";
    return text + end + section + ":\n  " + name + ": " + value + "\n";
  }

  /** The parser counts characters beyond the basic plane once. */
  private static int index(String text, JsonLocation location) {
    return text.offsetByCodePoints(0, (int) location.getCharOffset());
  }
}
