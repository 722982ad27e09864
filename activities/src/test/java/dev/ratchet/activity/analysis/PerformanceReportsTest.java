package dev.ratchet.activity.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.activity.analysis.FileReport.MethodComplexity;
import dev.ratchet.activity.trial.TestReport.Result;
import dev.ratchet.activity.trial.TestReport.Status;
import dev.ratchet.domain.PerformanceMetric;
import dev.ratchet.domain.PerformanceReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PerformanceReportsTest {
  private static PerformanceReport report(
      Map<String, List<FileReport>> files, Map<String, Result> tests) {
    return PerformanceReports.of("t", files, tests, Instant.EPOCH);
  }

  private static PerformanceMetric metric(PerformanceReport report, String prefix) {
    return report.metrics().stream()
        .filter(metric -> metric.name().startsWith(prefix))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void measuresSizeAndComplexity() {
    List<MethodComplexity> methods = new ArrayList<>();
    for (int i = 1; i <= 10; i++) {
      methods.add(new MethodComplexity("A.m" + i, 10 * i, i, 2 * i));
    }
    PerformanceReport report =
        report(Map.of("A.java", List.of(new FileReport(120, 2, methods, List.of()))), Map.of());
    assertThat(metric(report, "size.lines").value()).isEqualTo(120);
    assertThat(metric(report, "size.types").value()).isEqualTo(2);
    assertThat(metric(report, "size.methods").value()).isEqualTo(10);
    assertThat(metric(report, "complexity.cyclomatic.mean").value()).isEqualTo(5.5);
    assertThat(metric(report, "complexity.cyclomatic.p90").value()).isEqualTo(9);
    PerformanceMetric highest = metric(report, "complexity.cognitive.max");
    assertThat(highest.value()).isEqualTo(20);
    assertThat(highest.name()).contains("A.m10").contains("A.java:100");
    assertThat(highest.threshold()).isEqualTo(15);
  }

  @Test
  void namesTheSlowestTests() {
    Map<String, Result> tests = new TreeMap<>();
    for (int i = 0; i < 30; i++) {
      tests.put("p.T#t" + i, new Result(Status.PASSED, i, ""));
    }
    PerformanceReport report = report(Map.of(), tests);
    assertThat(metric(report, "tests.time").value()).isEqualTo(435);
    assertThat(metric(report, "tests.slowest").name()).isEqualTo("tests.slowest p.T#t29");
    assertThat(report.metrics()).filteredOn(m -> m.name().startsWith("tests.slowest")).hasSize(10);
  }
}
