package dev.ratchet.cli;

import dev.ratchet.platform.DataFolder;
import dev.ratchet.platform.config.Config;
import dev.ratchet.platform.config.ConfigException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which installation a command speaks of: options that all commands share. */
public final class Installation {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "the data folder (default: RATCHET_DATA, else ~/.local/share/ratchet)")
  private @Nullable Path data;

  @Option(names = "--json", description = "print JSON")
  private boolean json;

  public DataFolder folder() {
    Path given = data;
    return given == null ? Config.dataFolder(System.getenv()) : new DataFolder(given);
  }

  public boolean json() {
    return json;
  }

  Config config(Map<String, String> flags) {
    return Config.load(folder(), System.getenv(), flags);
  }

  Map<String, String> environment() {
    return new HashMap<>(System.getenv());
  }

  /** The folder with lib/ and tools/ that this command runs from. */
  static Path app() {
    String app = System.getProperty("ratchet.app");
    if (app == null) {
      throw new ConfigException("start this through ./ratchet");
    }
    return Path.of(app);
  }
}
