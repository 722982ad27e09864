package dev.ratchet.activity.analysis;

import dev.ratchet.activity.Progress;
import dev.ratchet.activity.repository.Mirror;
import dev.ratchet.activity.sandbox.SandboxRun;
import dev.ratchet.activity.trial.CompilerMessages;
import dev.ratchet.activity.trial.Modules.Module;
import dev.ratchet.activity.trial.Workbench;
import dev.ratchet.domain.ImprovementType;
import dev.ratchet.domain.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Error Prone's checks over the files of one commit. A module that does not compile by itself, for
 * example because sources are generated, gets no report: PMD and our own rules still read it.
 */
final class ErrorProneAnalyzer implements SourceAnalyzer {
  private static final String ERRORS = "error-prone-errors.txt";

  /** Folder for files that are read alone. */
  private static final String APART = "ratchet-apart/";

  private static final Pattern WARNING =
      Pattern.compile("(?:" + APART + ")?(.+\\.java):(\\d+): warning: \\[([A-Z]\\w+)] (.*)");

  /** What no compiler prints. */
  private static final String END = "\0";

  private final Workbench workbench;
  private final Mirror mirror;
  private final String commit;
  private final ErrorProneRun run;
  private final Set<String> errorChecks = errorChecks();
  private final List<String> notCompiled = new ArrayList<>();

  ErrorProneAnalyzer(Workbench workbench, Mirror mirror, String commit, ErrorProneRun run) {
    this.workbench = workbench;
    this.mirror = mirror;
    this.commit = commit;
    this.run = run;
  }

  /** Checks whose default severity is error: what they find is a bug. */
  private static Set<String> errorChecks() {
    try (InputStream in =
        Objects.requireNonNull(ErrorProneAnalyzer.class.getResourceAsStream(ERRORS), ERRORS)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + ERRORS, e);
    }
  }

  @Override
  public String name() {
    return "error-prone";
  }

  @Override
  public String version() {
    return workbench.tools().errorProne().stream()
            .map(jar -> jar.getFileName().toString())
            .collect(Collectors.joining(" "))
        + ErrorProneFixes.flags()
        + Runtime.version().feature()
        + "-2";
  }

  /** Source roots of modules that did not compile in the last analysis. */
  List<String> notCompiled() {
    return List.copyOf(notCompiled);
  }

  @Override
  public Map<String, FileReport> analyze(Batch batch, Progress progress)
      throws InterruptedException {
    Map<String, SourceText> texts =
        batch.files().stream().collect(Collectors.toMap(SourceText::path, Function.identity()));
    List<String> paths = texts.keySet().stream().sorted().toList();
    return workbench.inPlace(
        place -> {
          Path sources = ErrorProneRun.checkout(mirror, commit, place);
          Map<String, FileReport> reports = new HashMap<>();
          int number = 0;
          for (Module module : run.modules(paths)) {
            List<String> files = ErrorProneRun.files(module, paths);
            if (!files.isEmpty()) {
              progress.report(
                  "Error Prone on " + module.sourceRoot(), Map.of("module", module.sourceRoot()));
              Path output = place.resolve("out" + number++);
              reports.putAll(analyze(sources, module, files, output, texts, progress));
            }
          }
          return reports;
        });
  }

  private Map<String, FileReport> analyze(
      Path sources,
      Module module,
      List<String> files,
      Path output,
      Map<String, SourceText> texts,
      Progress progress)
      throws IOException, InterruptedException {
    boolean apart = files.size() <= ErrorProneRun.FEW;
    List<String> read = apart ? setApart(sources, files) : files;
    SandboxRun ended =
        run.run(sources, module, read, flags(module, apart), List.of(), output, progress);
    boolean compiled = CompilerMessages.errors(ended).isEmpty();
    if (!compiled) {
      notCompiled.add(module.sourceRoot());
      return Map.of();
    }
    Map<String, List<SourceIssue>> issues = new HashMap<>();
    try (Stream<String> lines = Files.lines(ended.log(), StandardCharsets.ISO_8859_1)) {
      Iterator<String> all = lines.iterator();
      String line = all.hasNext() ? all.next() : END;
      while (!line.equals(END)) {
        Matcher warning = WARNING.matcher(line);
        SourceText file = warning.matches() ? texts.get(warning.group(1)) : null;
        boolean hasFix = false;
        do {
          line = all.hasNext() ? all.next() : END;
          hasFix |= line.startsWith("  Did you mean ");
        } while (!line.equals(END) && !WARNING.matcher(line).matches());
        if (file != null) {
          issues
              .computeIfAbsent(file.path(), path -> new ArrayList<>())
              .add(issue(file, warning, hasFix));
        }
      }
    }
    return files.stream()
        .collect(
            Collectors.toMap(
                Function.identity(),
                path -> FileReport.ofIssues(issues.getOrDefault(path, List.of()))));
  }

  /**
   * Puts files aside, so that an option can tell them from those that javac reads for their sake:
   * these would be checked too, all of a large module for one file.
   */
  private static List<String> setApart(Path sources, List<String> files) throws IOException {
    List<String> moved = new ArrayList<>();
    for (String file : files) {
      Path to = sources.resolve(APART + file);
      Files.createDirectories(to.getParent());
      Files.move(sources.resolve(file), to);
      moved.add(APART + file);
    }
    return moved;
  }

  private static String flags(Module module, boolean apart) {
    // javac splits a plug-in's options at white space, so anything unusual stands for any sign.
    return apart
        ? ErrorProneFixes.flags()
            + module.sourcePath().stream()
                .map(root -> "/src/" + root.replaceAll("[^\\w/-]", ".") + "/.*")
                .collect(Collectors.joining("|", " -XepExcludedPaths:", ""))
        : ErrorProneFixes.flags();
  }

  private SourceIssue issue(SourceText file, Matcher warning, boolean hasFix) {
    int line = Integer.parseInt(warning.group(2));
    String check = warning.group(3);
    boolean error = errorChecks.contains(check);
    return new SourceIssue(
        name(),
        check,
        line,
        line,
        warning.group(4).strip(),
        error ? Severity.CRITICAL : Severity.MINOR,
        error ? ImprovementType.BUG_FIX : ImprovementType.CODE_QUALITY,
        Digests.brief(file.code(line, line)),
        hasFix);
  }
}
