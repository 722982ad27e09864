package dev.ratchet.cli;

import dev.ratchet.assistant.model.ModelDiscovery;
import dev.ratchet.assistant.model.ModelDiscovery.Answer;
import dev.ratchet.assistant.model.ModelDiscovery.Place;
import dev.ratchet.cli.model.LocalModel;
import dev.ratchet.cli.model.LocalModelFetch;
import dev.ratchet.cli.model.ModelPlaces;
import dev.ratchet.cli.model.ModelReport;
import dev.ratchet.cli.model.ModelTrial;
import dev.ratchet.cli.supervisor.Programs;
import dev.ratchet.cli.supervisor.SystemState;
import dev.ratchet.platform.CacheFolder;
import dev.ratchet.platform.config.Config;
import dev.ratchet.platform.config.ConfigException;
import dev.ratchet.platform.config.ConfigFile;
import dev.ratchet.platform.config.Key;
import java.io.IOException;
import java.net.URI;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which model Ratchet talks to. */
@Command(
    name = "model",
    mixinStandardHelpOptions = true,
    description = "List, choose, test and fetch the model that Ratchet talks to.",
    subcommands = {
      ModelCommand.All.class,
      ModelCommand.Use.class,
      ModelCommand.Test.class,
      ModelCommand.Pull.class
    })
final class ModelCommand implements Runnable {
  private static final String PROCESS = "model";

  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "say what: list, use, test or pull");
    }
  }

  private static LocalModel local(Installation installation) {
    return LocalModel.small(CacheFolder.of(installation.environment()));
  }

  /** The state of the local model's server in the running system. */
  static Optional<String> process(Optional<SystemState> running) {
    return running.stream()
        .flatMap(state -> state.processes().stream())
        .filter(process -> process.name().equals(PROCESS))
        .map(SystemState.ProcessState::state)
        .findFirst();
  }

  private static Optional<String> address(Optional<SystemState> running) {
    return running.flatMap(state -> Optional.ofNullable(state.addresses().get(PROCESS)));
  }

  static ModelReport report(Installation installation, Config config) throws InterruptedException {
    Optional<SystemState> running = SystemState.running(installation.folder());
    return ModelReport.of(
        config.text(Key.MODEL_URL),
        address(running),
        ModelPlaces.discovery(config, ModelDiscovery.usual()).ask(),
        local(installation),
        process(running));
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List the model servers that answer, their models, and the small local one.")
  static final class All implements Callable<Integer> {
    @Mixin private Installation installation = new Installation();

    @Override
    public Integer call() throws InterruptedException {
      ModelReport report = report(installation, installation.config(Map.of()));
      if (installation.json()) {
        Output.json(report);
      } else {
        report.lines().forEach(Output::line);
      }
      return 0;
    }
  }

  @Command(
      name = "use",
      mixinStandardHelpOptions = true,
      description = "Choose the model server, in the configuration file; counts from the next up.")
  static final class Use implements Callable<Integer> {
    @Mixin private Installation installation = new Installation();

    @Parameters(
        paramLabel = "local|none|auto|URL",
        description =
            "the small local model, none, the first server that answers, or the address of an"
                + " OpenAI-compatible server with /v1")
    private String choice = "";

    @Option(names = "--name", paramLabel = "MODEL", description = "the model to ask for there")
    private @Nullable String name;

    @Override
    public Integer call() {
      Map<Key, String> values = new EnumMap<>(Key.class);
      String url = url();
      values.put(Key.MODEL_URL, url);
      if (name != null) {
        values.put(Key.MODEL_NAME, name);
      }
      ConfigFile file = new ConfigFile(installation.folder());
      file.set(values);
      Output.line("model.url is " + (url.isEmpty() ? "empty: auto" : url) + " in " + file.path());
      if (!installation.config(Map.of()).text(Key.MODEL_URL).equals(url)) {
        Output.progress("but the variable " + Key.MODEL_URL.variable() + " is stronger");
      }
      if (SystemState.running(installation.folder()).isPresent()) {
        Output.progress("the running system goes on as it is: ./ratchet down, then up");
      }
      return 0;
    }

    /** Servers have it below /v1, and people name host and port. */
    private String url() {
      return choice
          .replaceFirst("^auto$", "")
          .replaceFirst("^(https?://[^/]+)/?$", "$1/v1")
          .replaceFirst("/+$", "");
    }
  }

  @Command(
      name = "test",
      mixinStandardHelpOptions = true,
      description = "Ask the model of the running system one small question, and measure.")
  static final class Test implements Callable<Integer> {
    @Mixin private Installation installation = new Installation();

    @Override
    public Integer call() throws InterruptedException {
      ModelTrial trial = trial();
      ModelTrial.Result result;
      try {
        result = trial.run();
      } catch (IOException e) {
        throw new ConfigException("the model does not answer: " + e.getMessage());
      }
      if (installation.json()) {
        Output.json(result);
        return 0;
      }
      Output.line(result.model() + ": " + result.answer().replaceAll("\\p{Cntrl}+", " "));
      Output.line(
          String.format(
              Locale.ROOT,
              "first token after %,d ms, then %.1f tokens a second (%d tokens)",
              result.firstTokenMillis(),
              result.tokensPerSecond(),
              result.tokens()));
      return 0;
    }

    private ModelTrial trial() throws InterruptedException {
      Config config = installation.config(Map.of());
      Optional<SystemState> running = SystemState.running(installation.folder());
      if (process(running).isPresent()) {
        return new ModelTrial(
            URI.create(address(running).orElseThrow()),
            local(installation).file().id(),
            installation.folder().modelKey(),
            Output::progress);
      }
      Place place =
          address(running)
              .map(address -> ModelPlaces.at(config, URI.create(address)))
              .or(() -> ModelPlaces.configured(config))
              .orElse(null);
      List<Answer> answers =
          place == null
              ? ModelPlaces.discovery(config, ModelDiscovery.usual()).ask()
              : new ModelDiscovery(List.of(place), ModelDiscovery.PATIENCE).ask();
      return answers.stream()
          .filter(Answer.Offers.class::isInstance)
          .map(Answer.Offers.class::cast)
          .findFirst()
          .map(offers -> trial(config, offers))
          .orElseThrow(() -> silent(answers));
    }

    private static ModelTrial trial(Config config, Answer.Offers offers) {
      String key = offers.place().apiKey();
      return new ModelTrial(
          offers.place().baseUrl(),
          ModelPlaces.name(config, offers.server()),
          key == null ? "" : key,
          Output::progress);
    }

    private static ConfigException silent(List<Answer> answers) {
      return new ConfigException(
          answers.size() == 1 && answers.getFirst() instanceof Answer.Silent one
              ? "the model at " + one.place().baseUrl() + " does not answer: " + one.why()
              : "no model server answers; ./ratchet up starts the small local one");
    }
  }

  @Command(
      name = "pull",
      mixinStandardHelpOptions = true,
      description = "Fetch the small local model now; goes on where it stopped.")
  static final class Pull implements Callable<Integer> {
    @Mixin private Installation installation = new Installation();

    @Override
    public Integer call() throws IOException, InterruptedException {
      LocalModel model = local(installation);
      new LocalModelFetch(
              model,
              installation.config(Map.of()),
              Programs.find("python3", installation.environment()),
              true,
              Output::progress)
          .run();
      Output.line(model.path().toString());
      return 0;
    }
  }
}
