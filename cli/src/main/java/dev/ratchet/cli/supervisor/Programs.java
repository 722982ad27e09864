package dev.ratchet.cli.supervisor;

import dev.ratchet.platform.CacheFolder;
import dev.ratchet.platform.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the programs lie that Ratchet starts: on the PATH, else in the cache that the launcher
 * fills.
 */
public final class Programs {
  private Programs() {}

  public static Optional<Path> find(String name, Map<String, String> environment) {
    return Stream.concat(
            Arrays.stream(environment.getOrDefault("PATH", "").split(":")),
            Stream.of(
                CacheFolder.of(environment).programs().toString(), "/usr/sbin", "/usr/local/bin"))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static String required(String name, Map<String, String> environment) {
    return find(name, environment)
        .map(Path::toString)
        .orElseThrow(() -> new ConfigException(name + " was not found; run ./ratchet doctor"));
  }
}
