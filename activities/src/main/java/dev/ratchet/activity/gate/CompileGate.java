package dev.ratchet.activity.gate;

import dev.ratchet.activity.sandbox.SandboxRun;
import dev.ratchet.activity.trial.BaselineDetails;
import dev.ratchet.activity.trial.CompilerMessages;
import dev.ratchet.activity.trial.Modules;
import dev.ratchet.domain.GateError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Main code compiles with --release of the target's level: javac's -source alone accepts newer
 * library methods, and the target's users would find them missing.
 */
public final class CompileGate implements Gate {
  private static final int LOWEST_LEVEL = 8;

  @Override
  public String name() {
    return "compile";
  }

  @Override
  public List<GateError> check(Trial trial, Map<String, String> figures)
      throws InterruptedException {
    BaselineDetails details = trial.workbench().details(trial.request().baseline());
    Modules modules = new Modules(trial.request().settings(), details);
    Path sources = trial.place().resolve("compile");
    try {
      Files.createDirectories(sources);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + sources, e);
    }
    trial.mirror().export(trial.commit(), sources);
    int level = Math.max(LOWEST_LEVEL, trial.request().settings().languageLevel());
    figures.put("release", Integer.toString(level));
    List<GateError> errors = new ArrayList<>();
    for (Modules.Module module : modules.of(trial.changed())) {
      errors.addAll(compile(trial, sources, module, level));
    }
    return errors;
  }

  private static List<GateError> compile(
      Trial trial, Path sources, Modules.Module module, int level) throws InterruptedException {
    List<String> files = module.files(trial.mirror(), trial.commit());
    // Only what the base compiles this way can be judged by it: generated sources are not there.
    SandboxRun run =
        trial
            .workbench()
            .javac(
                trial.request().target(),
                trial.request().baseline(),
                sources,
                files,
                module.classPath(),
                List.of(
                    "--release",
                    Integer.toString(level),
                    "-proc:none",
                    "-nowarn",
                    "-Xmaxerrs",
                    "50",
                    "-sourcepath",
                    String.join(":", module.sourcePath())),
                List.of(),
                trial.place().resolve("compiled"),
                trial.progress());
    return CompilerMessages.errors(run);
  }
}
