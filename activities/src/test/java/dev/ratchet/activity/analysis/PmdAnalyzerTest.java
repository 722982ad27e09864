package dev.ratchet.activity.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ratchet.activity.Progress;
import dev.ratchet.activity.analysis.FileReport.MethodComplexity;
import dev.ratchet.activity.analysis.SourceAnalyzer.Batch;
import dev.ratchet.activity.analysis.SourceAnalyzer.Levels;
import dev.ratchet.domain.ImprovementType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PmdAnalyzerTest {
  private static Map<String, FileReport> analyze(int level, String... sources)
      throws InterruptedException {
    List<SourceText> files = new ArrayList<>();
    for (int i = 0; i < sources.length; i++) {
      files.add(SourceText.of("p/F" + i + ".java", sources[i].getBytes(StandardCharsets.UTF_8)));
    }
    return new PmdAnalyzer()
        .analyze(new Batch(files, new Levels(level, level), List.of()), Progress.NONE);
  }

  @Test
  void findsAndMeasures() throws Exception {
    String source =
        """
        package p;
        class F0 {
          String m(String[] all) {
            String s = "";
            for (String one : all) {
              if (one != null && !one.isEmpty()) {
                s += one;
              }
            }
            return s;
          }
          class Inner { void n() { try { m(null); } catch (RuntimeException e) { } } }
        }
        """;
    FileReport report = analyze(8, source).get("p/F0.java");
    assertThat(report.lines()).isEqualTo(13);
    assertThat(report.types()).isEqualTo(2);
    assertThat(report.methods())
        .extracting(MethodComplexity::name)
        .containsExactlyInAnyOrder("F0.m", "Inner.n");
    MethodComplexity method =
        report.methods().stream().filter(m -> m.name().equals("F0.m")).findFirst().orElseThrow();
    assertThat(method.line()).isEqualTo(3);
    assertThat(method.cyclomatic()).isEqualTo(4);
    assertThat(method.cognitive()).isEqualTo(4);
    assertThat(report.issues())
        .anySatisfy(
            issue -> {
              assertThat(issue.rule()).isEqualTo("UseStringBufferForStringAppends");
              assertThat(issue.startLine()).isEqualTo(7);
              assertThat(issue.type()).isEqualTo(ImprovementType.PERFORMANCE);
            })
        .anySatisfy(issue -> assertThat(issue.rule()).isEqualTo("EmptyCatchBlock"));
  }

  @Test
  void passesOverWhatDoesNotParse() throws Exception {
    Map<String, FileReport> reports = analyze(8, "class F0 { void", "class F1 { void m() {} }");
    assertThat(reports.get("p/F0.java").issues()).isEmpty();
    assertThat(reports.get("p/F1.java").methods()).hasSize(1);
  }

  @Test
  void endsWhenTheStepIsToEnd() {
    Progress stopped =
        (message, figures) -> {
          throw new IllegalStateException("stopped");
        };
    SourceText file = SourceText.of("A.java", "class A {}".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(
            () ->
                new PmdAnalyzer()
                    .analyze(new Batch(List.of(file), new Levels(8, 8), List.of()), stopped))
        .hasMessage("stopped");
  }

  @Test
  void readsAtTheLevelOfTheTarget() throws Exception {
    String record = "record F0(int a) { int twice() { return 2 * a; } }";
    assertThat(analyze(21, record).get("p/F0.java").methods()).isNotEmpty();
    assertThat(analyze(8, record).get("p/F0.java").methods()).isEmpty();
  }
}
