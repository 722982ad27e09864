package dev.ratchet.activity.analysis;

import dev.ratchet.activity.Progress;
import dev.ratchet.activity.repository.Mirror;
import dev.ratchet.activity.trial.Workbench;
import dev.ratchet.domain.Baseline;
import dev.ratchet.domain.CodeIssue;
import dev.ratchet.domain.Target;
import dev.ratchet.domain.TargetSettings;
import dev.ratchet.platform.DataFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What the analysers say of commits of a target, from their cached reports where there are some.
 * Thread-safe; for one run of a target at a time.
 */
public final class CommitAnalysis {
  private final DataFolder data;
  private final Workbench workbench;
  private final List<SourceAnalyzer> own;

  /**
   * @param own analysers beside PMD and Error Prone
   */
  public CommitAnalysis(DataFolder data, Workbench workbench, List<SourceAnalyzer> own) {
    this.data = data;
    this.workbench = workbench;
    this.own = List.copyOf(own);
  }

  /** A target as a run sees it. */
  public record Subject(Mirror mirror, Target target, Baseline baseline, TargetSettings settings) {}

  /**
   * How the findings of some files differ between two commits.
   *
   * @param before how many there were
   * @param after how many there are
   * @param added those that were not there before
   */
  public record Comparison(int before, int after, List<CodeIssue> added) {
    public Comparison {
      added = List.copyOf(added);
    }
  }

  ErrorProneAnalyzer errorProne(Subject subject, String commit) {
    return new ErrorProneAnalyzer(
        workbench,
        subject.mirror(),
        commit,
        new ErrorProneRun(workbench, subject.target(), subject.baseline(), subject.settings()));
  }

  /** All analysers' reports on some files of a commit. */
  JavaAnalyzer.Reports reports(
      Subject subject,
      String commit,
      Map<String, String> files,
      ErrorProneAnalyzer errorProne,
      Progress progress)
      throws InterruptedException {
    List<SourceAnalyzer> analyzers = new ArrayList<>(List.of(new PmdAnalyzer()));
    analyzers.addAll(own);
    analyzers.add(errorProne);
    return run(subject, commit, files, analyzers, progress);
  }

  private JavaAnalyzer.Reports run(
      Subject subject,
      String commit,
      Map<String, String> files,
      List<SourceAnalyzer> analyzers,
      Progress progress)
      throws InterruptedException {
    Path cache = data.cache().resolve("analysis").resolve(subject.target().name());
    return new JavaAnalyzer(analyzers, cache)
        .analyze(
            files,
            path -> text(subject.mirror(), commit, path),
            new SourceAnalyzer.Levels(
                subject.settings().languageLevel(), subject.settings().sourceLevel()),
            classPath(subject),
            progress);
  }

  /**
   * Compares the findings of main code files. An analyser that cannot read a file on one side, as
   * Error Prone where a module does not compile by itself, says nothing of it.
   */
  public Comparison compare(
      Subject subject, String base, String commit, List<String> paths, Progress progress)
      throws InterruptedException {
    Comparison all = new Comparison(0, 0, List.of());
    List<SourceAnalyzer> plain = new ArrayList<>(List.of(new PmdAnalyzer()));
    plain.addAll(own);
    for (SourceAnalyzer analyzer : plain) {
      all = plus(all, compare(subject, base, commit, paths, analyzer, analyzer, progress));
    }
    return plus(
        all,
        compare(
            subject,
            base,
            commit,
            paths,
            errorProne(subject, base),
            errorProne(subject, commit),
            progress));
  }

  private Comparison compare(
      Subject subject,
      String base,
      String commit,
      List<String> paths,
      SourceAnalyzer former,
      SourceAnalyzer latter,
      Progress progress)
      throws InterruptedException {
    Map<String, List<FileReport>> before =
        run(subject, base, files(subject, base, paths), List.of(former), progress).reports();
    List<String> readable =
        before.entrySet().stream()
            .filter(file -> !file.getValue().isEmpty())
            .map(Map.Entry::getKey)
            .toList();
    Map<String, List<FileReport>> after =
        run(subject, commit, files(subject, commit, readable), List.of(latter), progress).reports();
    Comparison all = new Comparison(0, 0, List.of());
    for (Map.Entry<String, List<FileReport>> file : after.entrySet()) {
      if (!file.getValue().isEmpty()) {
        String path = file.getKey();
        List<SourceIssue> known = issues(before.getOrDefault(path, List.of()));
        List<SourceIssue> found = issues(file.getValue());
        NewIssues fresh =
            new NewIssues(text(subject.mirror(), base, path), text(subject.mirror(), commit, path));
        List<CodeIssue> added =
            fresh.of(known, found).stream().map(issue -> issue.at(path)).toList();
        all = plus(all, new Comparison(known.size(), found.size(), added));
      }
    }
    return all;
  }

  private static Comparison plus(Comparison a, Comparison b) {
    List<CodeIssue> added = new ArrayList<>(a.added());
    added.addAll(b.added());
    return new Comparison(a.before() + b.before(), a.after() + b.after(), added);
  }

  private static List<SourceIssue> issues(List<FileReport> reports) {
    return reports.stream().flatMap(report -> report.issues().stream()).toList();
  }

  private static Map<String, String> files(
      Subject subject, String commit, Collection<String> paths) {
    Map<String, String> files =
        AnalysisStep.mainFiles(subject.mirror().files(commit), subject.settings());
    files.keySet().retainAll(paths);
    return files;
  }

  /** The dependencies' jars on this machine. */
  private List<Path> classPath(Subject subject) {
    Path repository = workbench.repository(subject.target(), subject.baseline()).orElse(null);
    if (repository == null) {
      return List.of();
    }
    return workbench.details(subject.baseline()).modules().values().stream()
        .flatMap(List::stream)
        .filter(entry -> entry.startsWith("/m2/") && entry.endsWith(".jar"))
        .distinct()
        .sorted()
        .map(entry -> repository.resolve(entry.substring("/m2/".length())))
        .toList();
  }

  private static SourceText text(Mirror mirror, String commit, String path) {
    return SourceText.of(path, mirror.read(commit, path).orElseThrow());
  }
}
