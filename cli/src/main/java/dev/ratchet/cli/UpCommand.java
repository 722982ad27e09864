package dev.ratchet.cli;

import dev.ratchet.assistant.model.ModelDiscovery;
import dev.ratchet.cli.Prerequisites.Check;
import dev.ratchet.cli.Prerequisites.Purpose;
import dev.ratchet.cli.model.LocalModel;
import dev.ratchet.cli.model.LocalModelFetch;
import dev.ratchet.cli.model.ModelChoice;
import dev.ratchet.cli.model.ModelChooser;
import dev.ratchet.cli.supervisor.Programs;
import dev.ratchet.cli.supervisor.Supervisor;
import dev.ratchet.cli.supervisor.SystemState;
import dev.ratchet.platform.CacheFolder;
import dev.ratchet.platform.DataFolder;
import dev.ratchet.platform.config.Config;
import dev.ratchet.platform.config.ConfigException;
import dev.ratchet.platform.config.Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts everything; in the foreground until Ctrl-C, or detached. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = "Start Temporal, Redis, worker and api, and open the way in.")
public final class UpCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String ERROR = "ratchet: ";

  @Mixin private Installation installation = new Installation();

  @Option(
      names = "--detach",
      description = "return when everything is healthy; stop it with 'ratchet down'")
  private boolean detach;

  @Option(
      names = "--api-port",
      paramLabel = "PORT",
      description = "port of the HTTP api (0: any free one)")
  private @Nullable String apiPort;

  @Option(
      names = "--temporal-port",
      paramLabel = "PORT",
      description = "port of the embedded Temporal (0: any free one)")
  private @Nullable String temporalPort;

  @Option(
      names = "--temporal-ui-port",
      paramLabel = "PORT",
      description = "port of its UI (0: any free one)")
  private @Nullable String temporalUiPort;

  @Option(
      names = "--redis-port",
      paramLabel = "PORT",
      description = "port of the embedded Redis (0: any free one)")
  private @Nullable String redisPort;

  @Option(
      names = "--model-local-port",
      paramLabel = "PORT",
      description = "port of the small local model (0: any free one)")
  private @Nullable String modelPort;

  @Option(
      names = {"--model", "--model-url"},
      paramLabel = "local|none|auto|URL",
      description = {
        "which model to work with: the small local one, none, or a server's address with /v1;",
        "auto: the first server that answers, else the small local one (default: model.url)"
      })
  private @Nullable String model;

  @Option(
      names = "--no-download",
      description = "take the small local model only if it was fetched before")
  private boolean noDownload;

  @Override
  public Integer call() throws Exception {
    if (detach) {
      if (running(installation.folder()).isEmpty()) {
        model = choose(!noDownload).configuration();
      }
      ensureUp(installation.folder(), flags(), line -> Output.progress(line));
      Output.status(installation, SystemState.running(installation.folder()));
      return 0;
    }
    check(installation.config(flags()), Output::progress);
    ModelChoice choice = choose(!noDownload && running(installation.folder()).isEmpty());
    Output.progress(choice.line());
    Thread.ofVirtual().start(() -> tellOfMissingSandbox(Output::progress));
    if (running(installation.folder()).isEmpty()) {
      endOtherBuild(installation.folder(), Output::progress);
    }
    Supervisor supervisor =
        new Supervisor(
            installation.config(flags()),
            installation.environment(),
            Installation.app(),
            choice,
            Output::progress);
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  supervisor.end();
                  try {
                    ended.await(60, TimeUnit.SECONDS);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                },
                "shutdown"));
    try {
      return supervisor.run(state -> Output.status(installation, Optional.of(state))) ? 0 : 1;
    } finally {
      ended.countDown();
    }
  }

  /** The checks of doctor. Little room on the disk is no reason not to start, but said. */
  private static void check(Config config, Consumer<String> tell)
      throws IOException, InterruptedException {
    for (Check check : new Prerequisites(config, System.getenv()).checks(Purpose.UP)) {
      if (!check.ok()) {
        if (!check.name().equals("disk")) {
          throw new ConfigException(
              "cannot start: " + check.name() + ": " + check.found() + "; " + check.mend());
        }
        tell.accept(check.line());
      }
    }
  }

  /**
   * Without a sandbox trials are refused, which is no reason not to start. The first look at a
   * machine takes seconds; meanwhile the rest may start.
   */
  private void tellOfMissingSandbox(Consumer<String> tell) {
    try {
      Check check = new Prerequisites(installation.config(flags()), System.getenv()).sandbox();
      if (!check.ok()) {
        tell.accept(check.line());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ModelChoice choose(boolean mayDownload) throws IOException, InterruptedException {
    Config config = installation.config(flags());
    Map<String, String> environment = installation.environment();
    LocalModel local = LocalModel.small(CacheFolder.of(environment));
    LocalModelFetch fetch =
        new LocalModelFetch(
            local, config, Programs.find("python3", environment), mayDownload, Output::progress);
    return new ModelChooser(config, local, ModelDiscovery.usual(), fetch, Output::progress)
        .choose();
  }

  private Map<String, String> flags() {
    Map<String, String> flags = new LinkedHashMap<>();
    put(flags, Key.API_PORT, apiPort);
    put(flags, Key.TEMPORAL_PORT, temporalPort);
    put(flags, Key.TEMPORAL_UI_PORT, temporalUiPort);
    put(flags, Key.REDIS_PORT, redisPort);
    put(flags, Key.MODEL_LOCAL_PORT, modelPort);
    put(flags, Key.MODEL_URL, model == null ? null : model.replaceFirst("^auto$", ""));
    return flags;
  }

  private static void put(Map<String, String> flags, Key key, @Nullable String value) {
    if (value != null) {
      flags.put(key.flag(), value);
    }
  }

  /** Starts the system in the background when it is not running, and waits until it is healthy. */
  public static SystemState ensureUp(
      DataFolder data, Map<String, String> flags, Consumer<String> tell)
      throws IOException, InterruptedException {
    Optional<SystemState> running = running(data).filter(SystemState::healthy);
    if (running.isPresent()) {
      return running.get();
    }
    Optional<SystemState> same = running(data);
    if (same.isPresent()) {
      return await(data, line -> {}, same.get().supervisor().find().orElse(null));
    }
    endOtherBuild(data, tell);
    tell.accept("starting Ratchet in " + data.root());
    Path log = data.logs().resolve("supervisor.log");
    Files.createDirectories(data.logs());
    return await(data, tell, start(data, flags, log).toHandle());
  }

  /** The system of this very build. */
  private static Optional<SystemState> running(DataFolder data) {
    return SystemState.running(data)
        .filter(state -> state.build().equals(Supervisor.build(Installation.app())));
  }

  /**
   * Waits until the system that a supervisor is starting is healthy.
   *
   * @param tell is told what the supervisor says meanwhile
   */
  static SystemState await(
      DataFolder data, Consumer<String> tell, @Nullable ProcessHandle supervisor)
      throws IOException, InterruptedException {
    Path log = data.logs().resolve("supervisor.log");
    int told = 0;
    Instant deadline = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(deadline)) {
      boolean alive = supervisor != null && supervisor.isAlive();
      // One in the foreground of another terminal keeps none.
      List<String> words = Files.exists(log) ? Files.readAllLines(log) : List.of();
      words.stream().skip(told).filter(line -> !line.startsWith(ERROR)).forEach(tell);
      told = words.size();
      Optional<SystemState> state = SystemState.running(data).filter(SystemState::healthy);
      if (state.isPresent()) {
        return state.get();
      }
      if (!alive) {
        throw new ConfigException(
            words.isEmpty()
                ? "the supervisor ended at once"
                : words.stream()
                    .filter(line -> line.startsWith(ERROR))
                    .findFirst()
                    .orElse(words.getLast())
                    .replaceFirst("^" + ERROR, ""));
      }
      Thread.sleep(100);
    }
    throw new ConfigException(
        "not healthy after "
            + PATIENCE.toMinutes()
            + " minutes; see ./ratchet status and ./ratchet logs");
  }

  /** A supervisor of another build gives way to this one; its runs go on. */
  private static void endOtherBuild(DataFolder data, Consumer<String> tell)
      throws InterruptedException {
    Optional<ProcessHandle> former =
        SystemState.running(data).flatMap(state -> state.supervisor().find());
    if (former.isPresent()) {
      tell.accept("ending the build that runs now");
      former.get().destroy();
      while (former.get().isAlive()) {
        Thread.sleep(50);
      }
    }
  }

  private static Process start(DataFolder data, Map<String, String> flags, Path log)
      throws IOException {
    List<String> command = new ArrayList<>();
    // A session of its own: Ctrl-C in this terminal must not reach it.
    command.add("setsid");
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"));
    command.add("-Dratchet.app=" + Installation.app());
    command.addAll(
        List.of(
            "-cp",
            Installation.app() + "/lib/*",
            Main.class.getName(),
            "up",
            "--data",
            data.root().toString(),
            // Whoever starts it has fetched what may be fetched.
            "--no-download"));
    flags.forEach((flag, value) -> command.addAll(List.of("--" + flag, value)));
    return new ProcessBuilder(command)
        // The state that it prints when all is healthy is printed here.
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(log.toFile())
        .redirectInput(Path.of("/dev/null").toFile())
        .start();
  }
}
