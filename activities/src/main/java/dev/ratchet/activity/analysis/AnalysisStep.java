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
import dev.ratchet.platform.object.ObjectStore;
import dev.ratchet.workflow.Payloads;
import dev.ratchet.workflow.analysis.AnalysisActivities.Analysis;
import dev.ratchet.workflow.analysis.AnalysisActivities.AnalysisRequest;
import dev.ratchet.workflow.analysis.AnalysisActivities.ProposalRequest;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** One analysis of one commit. */
final class AnalysisStep {
  private static final ObjectMapper JSON = Payloads.mapper();

  private final CommitAnalysis commits;
  private final ObjectStore objects;
  private final Workbench workbench;
  private final Fixes fixes;
  private final Function<Target, List<Finding>> filed;
  private final Progress progress;

  AnalysisStep(
      CommitAnalysis commits,
      ObjectStore objects,
      Workbench workbench,
      Fixes fixes,
      Function<Target, List<Finding>> filed,
      Progress progress) {
    this.commits = commits;
    this.objects = objects;
    this.workbench = workbench;
    this.fixes = fixes;
    this.filed = filed;
    this.progress = progress;
  }

  Analysis analyze(AnalysisRequest request, Mirror mirror) throws InterruptedException {
    TargetSettings settings = request.settings();
    Map<String, String> files = mainFiles(mirror.files(request.commit()), settings);
    CommitAnalysis.Subject subject =
        new CommitAnalysis.Subject(mirror, request.target(), request.baseline(), settings);
    ErrorProneAnalyzer errorProne = commits.errorProne(subject, request.commit());
    JavaAnalyzer.Reports reports =
        commits.reports(subject, request.commit(), files, errorProne, progress);
    List<Finding> findings = new ArrayList<>(new Findings(fixes).of(reports.reports()));
    findings.addAll(filed.apply(request.target()));
    findings.sort(Findings.BY_VALUE);
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
    CommitAnalysis.Subject subject =
        new CommitAnalysis.Subject(
            mirror, request.target(), request.baseline(), request.settings());
    ErrorProneAnalyzer errorProne = commits.errorProne(subject, request.analyzed());
    JavaAnalyzer.Reports reports =
        commits.reports(subject, request.analyzed(), files, errorProne, progress);
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
