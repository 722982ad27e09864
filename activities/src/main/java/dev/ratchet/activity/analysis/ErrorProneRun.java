package dev.ratchet.activity.analysis;

import dev.ratchet.activity.Progress;
import dev.ratchet.activity.repository.Mirror;
import dev.ratchet.activity.sandbox.SandboxRun;
import dev.ratchet.activity.trial.BaselineDetails;
import dev.ratchet.activity.trial.Modules;
import dev.ratchet.activity.trial.Modules.Module;
import dev.ratchet.activity.trial.Workbench;
import dev.ratchet.domain.Baseline;
import dev.ratchet.domain.Target;
import dev.ratchet.domain.TargetSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * javac with Error Prone's plug-in over one module of one commit, in the sandbox, without network:
 * a compiler reads what a stranger wrote.
 */
public final class ErrorProneRun {
  private static final List<String> EXPORTED =
      List.of("api", "file", "main", "model", "parser", "processing", "tree", "util");
  private static final List<String> OPENED = List.of("code", "comp");

  /** Files that are worth being read alone. */
  static final int FEW = 50;

  /** javac 25 compiles for release 8 and later. */
  private static final int LOWEST_LEVEL = 8;

  private final Workbench workbench;
  private final Target target;
  private final Baseline baseline;
  private final TargetSettings settings;

  public ErrorProneRun(
      Workbench workbench, Target target, Baseline baseline, TargetSettings settings) {
    this.workbench = workbench;
    this.target = target;
    this.baseline = baseline;
    this.settings = settings;
  }

  /** The modules that the paths belong to. */
  public List<Module> modules(List<String> paths) {
    BaselineDetails details =
        baseline.details() == null
            ? new BaselineDetails(Map.of(), Map.of(), Map.of(), "none")
            : workbench.details(baseline);
    return new Modules(settings, details).of(paths);
  }

  /** Files of the module among the paths, without module descriptors. */
  public static List<String> files(Module module, List<String> paths) {
    return paths.stream()
        .filter(path -> path.startsWith(module.sourceRoot() + "/") && path.endsWith(".java"))
        .filter(path -> !path.endsWith("module-info.java"))
        .toList();
  }

  /**
   * Compiles files; what they need of others comes from the source path.
   *
   * @param flags of Error Prone
   * @param collect inside paths to bring out
   */
  public SandboxRun run(
      Path sources,
      Module module,
      List<String> files,
      String flags,
      List<String> collect,
      Path output,
      Progress progress)
      throws InterruptedException {
    List<String> options = new ArrayList<>();
    EXPORTED.forEach(name -> options.add(access("exports", name)));
    OPENED.forEach(name -> options.add(access("opens", name)));
    if (settings.languageLevel() > 0) {
      options.add("--release");
      options.add(Integer.toString(Math.max(LOWEST_LEVEL, settings.languageLevel())));
    }
    options.addAll(
        List.of(
            "-proc:none",
            "-Xmaxwarns",
            "100000",
            "-XDcompilePolicy=simple",
            "--should-stop=ifError=FLOW",
            "-processorpath",
            processorPath(),
            "-Xplugin:ErrorProne -XepAllErrorsAsWarnings " + flags,
            "-sourcepath",
            String.join(":", module.sourcePath())));
    return workbench.javac(
        target, baseline, sources, files, module.classPath(), options, collect, output, progress);
  }

  private static String access(String how, String name) {
    return "-J--add-" + how + "=jdk.compiler/com.sun.tools.javac." + name + "=ALL-UNNAMED";
  }

  private String processorPath() {
    return String.join(
        ":",
        workbench.tools().errorProne().stream()
            .map(jar -> "/tools/error-prone/" + jar.getFileName())
            .toList());
  }

  /** Writes a commit to a folder that the sandbox may be given. */
  public static Path checkout(Mirror mirror, String commit, Path place) throws java.io.IOException {
    Path sources = java.nio.file.Files.createDirectories(place.resolve("in"));
    mirror.export(commit, sources);
    return sources;
  }
}
