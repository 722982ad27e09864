package dev.ratchet.cli.model;

import dev.ratchet.platform.config.Config;
import dev.ratchet.platform.config.ConfigException;
import dev.ratchet.platform.config.Key;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Fetches the small local model before a person's eyes; asks where a person sits. */
public final class LocalModelFetch implements ModelChooser.Fetch {
  private final LocalModel model;
  private final Config config;
  private final Optional<Path> python;
  private final boolean allowed;
  private final Consumer<String> tell;

  /**
   * @param python the system's, if it has one
   * @param tell is told what happens, a line each
   */
  public LocalModelFetch(
      LocalModel model,
      Config config,
      Optional<Path> python,
      boolean allowed,
      Consumer<String> tell) {
    this.model = model;
    this.config = config;
    this.python = python;
    this.allowed = allowed;
    this.tell = tell;
  }

  @Override
  public boolean allowed() {
    return allowed;
  }

  @Override
  public boolean agreed() {
    Optional<Console> console = terminal();
    if (console.isEmpty() || "1".equals(System.getenv("RATCHET_YES"))) {
      return true;
    }
    String question =
        String.format(
            Locale.ROOT,
            "No model server answers on this machine. Fetch %s (%.1f GB, Apache-2.0) and run it"
                + " here? [Y/n] ",
            model.file().title(),
            model.file().bytes() / 1e9);
    String answer = console.get().readLine("%s", question);
    boolean yes = answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("|y|yes");
    if (!yes) {
      tell.accept("going on without a model; ./ratchet model use none|local|URL keeps a choice");
    }
    return yes;
  }

  @Override
  public void run() throws IOException, InterruptedException {
    Path program =
        python.orElseThrow(
            () ->
                new ConfigException(
                    "the local model needs python3 with venv: apt-get install -y python3-venv"));
    ProgressBar bar =
        new ProgressBar(model.file().bytes(), terminal().isPresent(), System.err, System::nanoTime);
    try {
      new ModelPull(
              model,
              ModelSource.parse(config.text(Key.MODEL_LOCAL_SOURCES)),
              program,
              bar.between(tell))
          .run(bar);
    } finally {
      bar.end();
    }
  }

  private static Optional<Console> terminal() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal);
  }
}
