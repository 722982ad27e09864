package dev.ratchet.cli;

import dev.ratchet.platform.config.Config;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints the configuration in force. */
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    description = "Print what is configured and where each value came from; secrets are masked.")
public final class ConfigCommand implements Callable<Integer> {
  @Mixin private Installation installation = new Installation();

  @Override
  public Integer call() {
    Config config = installation.config(Map.of());
    if (installation.json()) {
      List<Map<String, String>> entries = new ArrayList<>();
      for (Config.Entry entry : config.entries()) {
        entries.add(
            Map.of("key", entry.key().path(), "value", entry.shown(), "origin", entry.origin()));
      }
      Output.json(Map.of("data", config.data().root().toString(), "entries", entries));
      return 0;
    }
    Output.line(String.format(Locale.ROOT, "%-28s %s", "data", config.data().root()));
    for (Config.Entry entry : config.entries()) {
      Output.line(
          String.format(
              Locale.ROOT, "%-28s %-24s %s", entry.key().path(), entry.shown(), entry.origin()));
    }
    return 0;
  }
}
