package dev.ratchet.platform;

import java.nio.file.Path;
import java.util.Map;

/** What all installations of one user share and may fetch again: the launcher fills it too. */
public record CacheFolder(Path root) {
  public CacheFolder {
    root = root.toAbsolutePath().normalize();
  }

  public static CacheFolder of(Map<String, String> environment) {
    String given = environment.getOrDefault("RATCHET_CACHE", "");
    if (!given.isBlank()) {
      return new CacheFolder(Path.of(given));
    }
    String shared = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path base =
        shared.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(shared);
    return new CacheFolder(base.resolve("ratchet"));
  }

  /** Programs that were fetched. */
  public Path programs() {
    return root.resolve("bin");
  }

  public Path models() {
    return root.resolve("models");
  }
}
