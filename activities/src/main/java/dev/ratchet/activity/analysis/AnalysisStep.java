package dev.ratchet.activity.analysis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ratchet.activity.Progress;
import dev.ratchet.activity.repository.Mirror;
import dev.ratchet.activity.repository.Paths;
import dev.ratchet.activity.trial.TestReport;
import dev.ratchet.activity.trial.Workbench;
import dev.ratchet.domain.Baseline;
import dev.ratchet.domain.CodeIssue;
import dev.ratchet.domain.Finding;
import dev.ratchet.domain.PerformanceMetric;
import dev.ratchet.domain.PerformanceReport;
import dev.ratchet.domain.Target;
import dev.ratchet.domain.TargetSettings;
import dev.ratchet.platform.DataFolder;
import dev.ratchet.platform.object.ObjectStore;
import dev.ratchet.workflow.Payloads;
import dev.ratchet.workflow.analysis.AnalysisActivities.Analysis;
import dev.ratchet.workflow.analysis.AnalysisActivities.AnalysisRequest;
import dev.ratchet.workflow.analysis.AnalysisActivities.ProposalRequest;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One analysis of one commit. */
final class AnalysisStep {
  private static final ObjectMapper JSON = Payloads.mapper();

  private final DataFolder data;
  private final ObjectStore objects;
  private final Workbench workbench;
  private final List<SourceAnalyzer> own;
  private final Fixes fixes;
  private final Progress progress;

  AnalysisStep(
      DataFolder data,
      ObjectStore objects,
      Workbench workbench,
      List<SourceAnalyzer> own,
      Fixes fixes,
      Progress progress) {
    this.data = data;
    this.objects = objects;
    this.workbench = workbench;
    this.own = own;
    this.fixes = fixes;
    this.progress = progress;
  }

  Analysis analyze(AnalysisRequest request, Mirror mirror) throws InterruptedException {
    TargetSettings settings = request.settings();
    Map<String, String> files = mainFiles(mirror.files(request.commit()), settings);
    ErrorProneAnalyzer errorProne =
        errorProne(mirror, request.commit(), request.target(), request.baseline(), settings);
    JavaAnalyzer.Reports reports =
        reports(
            mirror,
            request.commit(),
            files,
            errorProne,
            request.target(),
            request.baseline(),
            settings);
    List<Finding> findings = new Findings(fixes).of(reports.reports());
    return new Analysis(
        files.size(),
        reports.filesRead(),
        findings.size(),
        (int) findings.stream().filter(finding -> !finding.fixable()).count(),
        objects.put(lines(findings)),
        report(request, reports, errorProne.notCompiled()),
        new Optimizations(fixes, settings).of(findings));
  }

  /** The findings that a proposal is about; nothing is read again where the cache is whole. */
  List<String> findings(ProposalRequest request, Mirror mirror) throws InterruptedException {
    Map<String, String> files = mainFiles(mirror.files(request.analyzed()), request.settings());
    files.keySet().retainAll(request.optimization().files());
    ErrorProneAnalyzer errorProne =
        errorProne(
            mirror, request.analyzed(), request.target(), request.baseline(), request.settings());
    JavaAnalyzer.Reports reports =
        reports(
            mirror,
            request.analyzed(),
            files,
            errorProne,
            request.target(),
            request.baseline(),
            request.settings());
    return new Findings(fixes)
        .of(reports.reports()).stream()
            .filter(Finding::fixable)
            .filter(finding -> isOf(finding, request.optimization().proposer()))
            .map(Finding::id)
            .toList();
  }

  private boolean isOf(Finding finding, String proposer) {
    CodeIssue first = finding.issues().getFirst();
    return fixes
        .find(first.analyzer(), first.rule())
        .map(fix -> fix.proposer().equals(proposer))
        .orElse(false);
  }

  private ErrorProneAnalyzer errorProne(
      Mirror mirror, String commit, Target target, Baseline baseline, TargetSettings settings) {
    return new ErrorProneAnalyzer(
        workbench, mirror, commit, new ErrorProneRun(workbench, target, baseline, settings));
  }

  private JavaAnalyzer.Reports reports(
      Mirror mirror,
      String commit,
      Map<String, String> files,
      ErrorProneAnalyzer errorProne,
      Target target,
      Baseline baseline,
      TargetSettings settings)
      throws InterruptedException {
    List<SourceAnalyzer> analyzers = new ArrayList<>(List.of(new PmdAnalyzer()));
    analyzers.addAll(own);
    analyzers.add(errorProne);
    return new JavaAnalyzer(analyzers, data.cache().resolve("analysis").resolve(target.name()))
        .analyze(
            files,
            path -> text(mirror, commit, path),
            settings.languageLevel(),
            classPath(target, baseline),
            progress);
  }

  /** The dependencies' jars on this machine. */
  private List<Path> classPath(Target target, Baseline baseline) {
    Path repository = workbench.repository(target, baseline).orElse(null);
    if (repository == null) {
      return List.of();
    }
    return workbench.details(baseline).modules().values().stream()
        .flatMap(List::stream)
        .filter(entry -> entry.startsWith("/m2/") && entry.endsWith(".jar"))
        .distinct()
        .sorted()
        .map(entry -> repository.resolve(entry.substring("/m2/".length())))
        .toList();
  }

  static Map<String, String> mainFiles(Map<String, String> files, TargetSettings settings) {
    Map<String, String> main = new TreeMap<>();
    files.forEach(
        (path, blob) -> {
          if (path.endsWith(".java")
              && Paths.below(settings.sourceRoots(), path)
              && !Paths.below(settings.testRoots(), path)) {
            main.put(path, blob);
          }
        });
    return main;
  }

  private static SourceText text(Mirror mirror, String commit, String path) {
    return SourceText.of(path, mirror.read(commit, path).orElseThrow());
  }

  private static String lines(List<Finding> findings) {
    StringBuilder lines = new StringBuilder();
    for (Finding finding : findings) {
      try {
        lines.append(JSON.writeValueAsString(finding)).append('\n');
      } catch (JsonProcessingException e) {
        throw new UncheckedIOException("cannot write a finding", e);
      }
    }
    return lines.toString();
  }

  private PerformanceReport report(
      AnalysisRequest request, JavaAnalyzer.Reports reports, List<String> notCompiled) {
    Instant now = Instant.now();
    Baseline baseline = request.baseline();
    Map<String, TestReport.Result> tests =
        baseline.details() == null ? Map.of() : workbench.details(baseline).tests();
    PerformanceReport report =
        PerformanceReports.of(request.target().name(), reports.reports(), tests, now);
    List<PerformanceMetric> metrics = new ArrayList<>(report.metrics());
    metrics.add(
        new PerformanceMetric(
            "analysis.modules-not-compiled", notCompiled.size(), "modules", now, 0.0));
    return new PerformanceReport(report.subject(), metrics);
  }
}
