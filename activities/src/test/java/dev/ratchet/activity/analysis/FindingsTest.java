package dev.ratchet.activity.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.domain.Finding;
import dev.ratchet.domain.ImprovementKind;
import dev.ratchet.domain.ImprovementType;
import dev.ratchet.domain.Severity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FindingsTest {
  private final Findings findings = new Findings(new Fixes(ErrorProneFixes.all()));

  private static SourceIssue issue(String analyzer, String rule, int from, int to, String code) {
    return new SourceIssue(
        analyzer,
        rule,
        from,
        to,
        rule + " here",
        Severity.MINOR,
        ImprovementType.CODE_QUALITY,
        code,
        !analyzer.equals("pmd"));
  }

  private List<Finding> of(SourceIssue... issues) {
    return findings.of(Map.of("A.java", List.of(FileReport.ofIssues(List.of(issues)))));
  }

  @Test
  void joinsWhatTwoAnalysersSayOfTheSameLines() {
    List<Finding> all =
        of(
            issue("pmd", "MissingOverride", 3, 6, "x"),
            issue("error-prone", "MissingOverride", 4, 4, "y"),
            issue("error-prone", "MissingOverride", 9, 9, "z"));
    assertThat(all).hasSize(2);
    Finding joined = all.getFirst();
    assertThat(joined.issues()).hasSize(2);
    assertThat(joined.issues().getFirst().analyzer()).isEqualTo("error-prone");
    assertThat(joined.fixable()).isTrue();
    assertThat(joined.kind()).isEqualTo(ImprovementKind.RULE);
  }

  @Test
  void keepsApartWhatIsNotTheSame() {
    assertThat(
            of(
                issue("pmd", "EmptyCatchBlock", 3, 3, "x"),
                issue("error-prone", "MissingOverride", 3, 3, "x")))
        .hasSize(2);
    assertThat(
            of(
                issue("pmd", "UnnecessaryReturn", 3, 3, "x"),
                issue("pmd", "UnnecessaryReturn", 3, 3, "x")))
        .hasSize(2);
  }

  @Test
  void knowsAFindingAgainWhenItMoved() {
    String before = of(issue("pmd", "EmptyCatchBlock", 3, 3, "x")).getFirst().id();
    String after = of(issue("pmd", "EmptyCatchBlock", 40, 40, "x")).getFirst().id();
    String other = of(issue("pmd", "EmptyCatchBlock", 3, 3, "y")).getFirst().id();
    assertThat(after).isEqualTo(before);
    assertThat(other).isNotEqualTo(before);
    List<Finding> twice =
        of(issue("pmd", "EmptyCatchBlock", 3, 3, "x"), issue("pmd", "EmptyCatchBlock", 8, 8, "x"));
    assertThat(twice).extracting(Finding::id).doesNotHaveDuplicates().contains(before);
  }

  @Test
  void leavesToAPersonWhatIsNotWorthACommitAlone() {
    assertThat(of(issue("error-prone", "NotJavadoc", 3, 3, "x")).getFirst().fixable()).isFalse();
    assertThat(
            of(
                issue("error-prone", "NotJavadoc", 3, 3, "x"),
                issue("error-prone", "NotJavadoc", 9, 9, "y")))
        .allMatch(Finding::fixable);
    SourceIssue withoutFix =
        new SourceIssue(
            "error-prone",
            "NotJavadoc",
            9,
            9,
            "no fix",
            Severity.MINOR,
            ImprovementType.CODE_QUALITY,
            "z",
            false);
    assertThat(of(issue("error-prone", "NotJavadoc", 3, 3, "x"), withoutFix))
        .noneMatch(Finding::fixable);
    assertThat(of(issue("error-prone", "UnusedException", 3, 3, "x")).getFirst().fixable())
        .isTrue();
  }

  @Test
  void putsWhatCanBeMendedFirst() {
    List<Finding> all =
        of(
            issue("pmd", "UselessParentheses", 1, 1, "x"),
            issue("error-prone", "MissingOverride", 9, 9, "z"));
    assertThat(all.getFirst().issues().getFirst().rule()).isEqualTo("MissingOverride");
    assertThat(all).extracting(Finding::value).allMatch(value -> value >= 0 && value <= 100);
  }
}
