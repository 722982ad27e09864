package dev.ratchet.activity.analysis;

import dev.ratchet.activity.analysis.FileReport.MethodComplexity;
import dev.ratchet.activity.trial.TestReport;
import dev.ratchet.domain.PerformanceMetric;
import dev.ratchet.domain.PerformanceReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Size, complexity and test times of a target as named figures. */
final class PerformanceReports {
  /** What PMD's own documentation calls high. */
  private static final double HIGH_CYCLOMATIC = 10;

  private static final double HIGH_COGNITIVE = 15;
  private static final int SLOWEST_TESTS = 10;

  private final Instant at;
  private final List<PerformanceMetric> metrics = new ArrayList<>();

  private PerformanceReports(Instant at) {
    this.at = at;
  }

  static PerformanceReport of(
      String subject,
      Map<String, List<FileReport>> reports,
      Map<String, TestReport.Result> tests,
      Instant at) {
    PerformanceReports report = new PerformanceReports(at);
    report.size(reports);
    report.complexity("cyclomatic", reports, MethodComplexity::cyclomatic, HIGH_CYCLOMATIC);
    report.complexity("cognitive", reports, MethodComplexity::cognitive, HIGH_COGNITIVE);
    report.tests(tests);
    return new PerformanceReport(subject, report.metrics);
  }

  private void size(Map<String, List<FileReport>> reports) {
    add("size.files", reports.size(), "files", null);
    add("size.lines", sum(reports, FileReport::lines), "lines", null);
    add("size.types", sum(reports, FileReport::types), "types", null);
    add("size.methods", sum(reports, report -> report.methods().size()), "methods", null);
  }

  private static int sum(Map<String, List<FileReport>> reports, ToIntFunction<FileReport> figure) {
    return reports.values().stream().flatMap(List::stream).mapToInt(figure).sum();
  }

  private record Measured(String place, int value) {}

  private void complexity(
      String name,
      Map<String, List<FileReport>> reports,
      ToIntFunction<MethodComplexity> measure,
      double high) {
    List<Measured> values = new ArrayList<>();
    reports.forEach(
        (path, of) ->
            of.stream()
                .flatMap(report -> report.methods().stream())
                .forEach(
                    method ->
                        values.add(
                            new Measured(
                                method.name() + " (" + path + ":" + method.line() + ")",
                                measure.applyAsInt(method)))));
    if (values.isEmpty()) {
      return;
    }
    values.sort(Comparator.comparingInt(Measured::value).thenComparing(Measured::place));
    double mean = values.stream().mapToInt(Measured::value).average().orElse(0);
    Measured highest = values.getLast();
    String prefix = "complexity." + name;
    add(prefix + ".mean", Math.round(mean * 100) / 100.0, "per method", null);
    add(prefix + ".p90", values.get((values.size() - 1) * 9 / 10).value(), "per method", high);
    add(prefix + ".max " + highest.place(), highest.value(), "per method", high);
  }

  private void tests(Map<String, TestReport.Result> tests) {
    if (tests.isEmpty()) {
      return;
    }
    long all = tests.values().stream().mapToLong(TestReport.Result::millis).sum();
    add("tests.time", (double) all, "ms", null);
    tests.entrySet().stream()
        .sorted(
            Comparator.comparingLong(
                    (Map.Entry<String, TestReport.Result> test) -> test.getValue().millis())
                .reversed()
                .thenComparing(Map.Entry::getKey))
        .limit(SLOWEST_TESTS)
        .forEach(
            test ->
                add(
                    "tests.slowest " + test.getKey(),
                    (double) test.getValue().millis(),
                    "ms",
                    null));
  }

  private void add(String name, double value, String unit, @Nullable Double threshold) {
    metrics.add(new PerformanceMetric(name, value, unit, at, threshold));
  }
}
