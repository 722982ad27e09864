package dev.ratchet.activity.trial;

import dev.ratchet.activity.Progress;
import dev.ratchet.activity.Tools;
import dev.ratchet.activity.repository.JGitRepositoryActivities;
import dev.ratchet.activity.repository.Mirror;
import dev.ratchet.activity.sandbox.Sandbox;
import dev.ratchet.activity.sandbox.SandboxCommand;
import dev.ratchet.activity.sandbox.SandboxCommand.Bind;
import dev.ratchet.activity.sandbox.SandboxLimits;
import dev.ratchet.activity.sandbox.SandboxRun;
import dev.ratchet.activity.sandbox.Sandboxes;
import dev.ratchet.domain.Baseline;
import dev.ratchet.domain.Target;
import dev.ratchet.domain.TargetSettings;
import dev.ratchet.platform.DataFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks commits out and runs javac and the target's build on them in the sandbox. Thread-safe. */
public final class Workbench {
  private static final Duration COMPILE_TIME = Duration.ofMinutes(5);

  private final DataFolder data;
  private final Sandbox sandbox;
  private final Tools tools;
  private final TargetBuild build;
  private final Dependencies dependencies;
  private final Baselines baselines;

  public Workbench(
      DataFolder data, Sandbox sandbox, Tools tools, Baselines baselines, Path userSettings) {
    this.data = data;
    this.sandbox = sandbox;
    this.tools = tools;
    this.build = new TargetBuild(sandbox, tools, userSettings);
    this.dependencies = new Dependencies(data.cache());
    this.baselines = baselines;
  }

  public Tools tools() {
    return tools;
  }

  Baselines baselines() {
    return baselines;
  }

  /** The full record of a baseline. */
  public BaselineDetails details(Baseline baseline) {
    return baselines.details(baseline);
  }

  Dependencies dependencies() {
    return dependencies;
  }

  public Mirror mirror(Target target) {
    return JGitRepositoryActivities.mirror(data, target);
  }

  /** A folder of the caller's own, removed with all that is in it when the action ends. */
  public <T> T inPlace(Work<T> work) throws InterruptedException {
    Path place = Sandboxes.newPlace(data.sandboxes());
    try {
      Files.createDirectories(place);
      return work.run(place);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot work in " + place, e);
    } finally {
      Sandboxes.delete(place);
    }
  }

  /** Something to do in a folder. */
  public interface Work<T> {
    T run(Path place) throws IOException, InterruptedException;
  }

  /** Builds and tests a checkout; see {@link TargetBuild}. */
  BuildRun build(
      Path sources,
      TargetSettings settings,
      @Nullable Path repository,
      boolean coverage,
      Path place,
      Progress progress)
      throws InterruptedException {
    return build.run(sources, settings, repository, coverage, place, progress);
  }

  /**
   * The read-only dependency repository that a baseline was built with; empty when the cache was
   * emptied.
   */
  public Optional<Path> repository(Target target, Baseline baseline) {
    return baseline.details() == null
        ? Optional.empty()
        : dependencies.find(target.name(), baselines.details(baseline).dependencies());
  }

  /**
   * Compiles main code of one module in the sandbox, without network and without annotation
   * processing.
   *
   * @param sources the checkout
   * @param files paths of Java files, relative to the checkout
   * @param classPath inside paths; those below /m2 are of the baseline's repository
   * @param options further options of javac; what they name below /tools lies in the folder of
   *     tools
   * @param output folder for what the pattern collects
   */
  public SandboxRun javac(
      Target target,
      Baseline baseline,
      Path sources,
      List<String> files,
      List<String> classPath,
      List<String> options,
      List<String> collect,
      Path output,
      Progress progress)
      throws InterruptedException {
    List<String> argv =
        new ArrayList<>(List.of("javac", "-d", "/tmp/classes", "-encoding", "UTF-8"));
    argv.addAll(options);
    if (!classPath.isEmpty()) {
      argv.addAll(List.of("-cp", String.join(":", classPath)));
    }
    argv.addAll(files);
    List<Bind> binds = new ArrayList<>();
    repository(target, baseline).ifPresent(folder -> binds.add(new Bind(folder, "/m2")));
    binds.add(new Bind(tools.root(), "/tools"));
    SandboxCommand command =
        new SandboxCommand(argv, sources, binds, List.of(), Map.of(), false, collect, output);
    return Watch.plainly(
        sandbox, command, SandboxLimits.defaults().withTime(COMPILE_TIME), progress);
  }
}
