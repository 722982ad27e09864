package dev.ratchet.activity.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.domain.ApprovalPolicy;
import dev.ratchet.domain.Finding;
import dev.ratchet.domain.ImprovementType;
import dev.ratchet.domain.Optimization;
import dev.ratchet.domain.Severity;
import dev.ratchet.domain.TargetSettings;
import dev.ratchet.domain.TargetSettings.Budget;
import dev.ratchet.domain.TargetSettings.BuildTool;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptimizationsTest {
  private final Fixes fixes = new Fixes(ErrorProneFixes.all());
  private final Map<String, List<FileReport>> reports = new HashMap<>();

  private static TargetSettings settings(List<String> allowed, List<String> protectedPaths) {
    return new TargetSettings(
        BuildTool.MAVEN,
        List.of(),
        List.of(),
        List.of(),
        null,
        8,
        8,
        allowed,
        protectedPaths,
        List.of("core/src/test"),
        List.of("core/src/main/java", "src"),
        "ratchet/improvements",
        ApprovalPolicy.NONE,
        Budget.DEFAULT,
        Map.of(),
        List.of());
  }

  private OptimizationsTest found(String path, String... rules) {
    List<SourceIssue> issues = new ArrayList<>();
    for (String rule : rules) {
      issues.add(
          new SourceIssue(
              "error-prone",
              rule,
              issues.size() + 1,
              issues.size() + 1,
              "look",
              Severity.MINOR,
              ImprovementType.CODE_QUALITY,
              "code" + issues.size(),
              true));
    }
    reports.put(path, List.of(FileReport.ofIssues(issues)));
    return this;
  }

  private List<Optimization> of(TargetSettings settings) {
    List<Finding> findings = new Findings(fixes).of(reports);
    return new Optimizations(fixes, settings).of(findings);
  }

  @Test
  void groupsAConcernByPackage() {
    found("core/src/main/java/p/A.java", "MissingOverride", "MissingOverride", "UnusedException");
    found("core/src/main/java/p/B.java", "MissingOverride", "IntLongMath");
    found("core/src/main/java/p/q/C.java", "MissingOverride");
    List<Optimization> all = of(settings(List.of("**"), List.of()));
    assertThat(all).hasSize(3);
    Optimization first = all.getFirst();
    assertThat(first.proposer()).isEqualTo("error-prone:MissingOverride");
    assertThat(first.title()).isEqualTo("Add missing @Override in p");
    assertThat(first.packageName()).isEqualTo("p");
    assertThat(first.occurrences()).isEqualTo(3);
    assertThat(first.files())
        .containsExactly("core/src/main/java/p/A.java", "core/src/main/java/p/B.java");
    assertThat(first.type()).isEqualTo(ImprovementType.CODE_QUALITY);
  }

  @Test
  void namesASingleFileByItsType() {
    found("core/src/main/java/p/A.java", "MissingOverride", "MissingOverride");
    assertThat(of(settings(List.of("**"), List.of())).getFirst().title())
        .isEqualTo("Add missing @Override in A");
  }

  @Test
  void leavesProtectedForbiddenAndTestFilesOut() {
    found("core/src/main/java/p/A.java", "MissingOverride");
    found("core/src/test/java/p/T.java", "MissingOverride");
    found("src/Unnamed.java", "MissingOverride");
    assertThat(of(settings(List.of("**"), List.of("core/src/main/**")))).hasSize(1);
    assertThat(of(settings(List.of("core/**"), List.of())))
        .singleElement()
        .satisfies(one -> assertThat(one.packageName()).isEqualTo("p"));
  }

  @Test
  void namesTheUnnamedPackageByNothing() {
    found("src/Unnamed.java", "MissingOverride");
    assertThat(of(settings(List.of("**"), List.of())).getFirst().packageName()).isEmpty();
  }

  @Test
  void suggestsNoMoreThanAPayloadTakes() {
    for (int i = 0; i < 250; i++) {
      found("src/p" + i + "/A.java", "MissingOverride");
    }
    List<Optimization> all = of(settings(List.of("**"), List.of()));
    assertThat(all).hasSize(200);
    assertThat(all).isSortedAccordingTo((a, b) -> Double.compare(b.value(), a.value()));
  }
}
