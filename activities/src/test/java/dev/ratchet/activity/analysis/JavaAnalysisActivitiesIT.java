package dev.ratchet.activity.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.activity.Progress;
import dev.ratchet.activity.proposal.ErrorProneEditor;
import dev.ratchet.activity.repository.JGitRepositoryActivities;
import dev.ratchet.activity.trial.RealTargets;
import dev.ratchet.domain.Baseline;
import dev.ratchet.domain.Optimization;
import dev.ratchet.workflow.analysis.AnalysisActivities.Analysis;
import dev.ratchet.workflow.analysis.AnalysisActivities.AnalysisRequest;
import dev.ratchet.workflow.analysis.AnalysisActivities.Proposal;
import dev.ratchet.workflow.analysis.AnalysisActivities.Proposal.NotProposed;
import dev.ratchet.workflow.analysis.AnalysisActivities.Proposal.Proposed;
import dev.ratchet.workflow.analysis.AnalysisActivities.ProposalRequest;
import dev.ratchet.workflow.repository.RepositoryActivities.RememberedFailure;
import dev.ratchet.workflow.trial.TrialActivities.BaselineRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a generated repository, with the real sandbox, Maven and Error Prone. */
class JavaAnalysisActivitiesIT {
  private static final String PARSER =
      """
      package p;

      import java.util.List;
      import java.util.Map;

      public class Parser implements Comparable<Parser> {
        List<String> words;

        public int compareTo(Parser other) {
          return 0;
        }

        int tested(String text) {
          try {
            return Integer.parseInt(text);
          } catch (NumberFormatException e) {
            throw new IllegalStateException("bad");
          }
        }

        int untested(String text) {
          try {
            return Integer.parseInt(text);
          } catch (NumberFormatException e) {
            throw new IllegalStateException("worse");
          }
        }
      }
      """;

  @TempDir Path temp;
  private RealTargets real;
  private Baseline baseline;
  private JavaAnalysisActivities activities;

  @BeforeEach
  void measure() throws Exception {
    Path repository = Files.createDirectories(temp.resolve("repo"));
    write(
        repository.resolve("pom.xml"),
        """
        <project><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>a</artifactId><version>1</version>
        <properties><maven.compiler.source>1.8</maven.compiler.source><maven.compiler.target>1.8</maven.compiler.target></properties>
        <dependencies><dependency><groupId>junit</groupId><artifactId>junit</artifactId><version>4.13.2</version><scope>test</scope></dependency></dependencies></project>
        """);
    write(repository.resolve("ratchet.yml"), "protect: ['src/main/java/p/safe/**']\n");
    write(repository.resolve("src/main/java/p/Parser.java"), PARSER);
    write(
        repository.resolve("src/main/java/p/safe/Lock.java"),
        "package p.safe;\npublic class Lock {\n  public String toString() { return \"\"; }\n}\n");
    write(
        repository.resolve("src/main/java/p/lone/Lone.java"),
        PARSER.replace("package p;", "package p.lone;").replace("Parser", "Lone"));
    write(
        repository.resolve("src/test/java/p/ParserTest.java"),
        """
        package p;
        public class ParserTest {
          @org.junit.Test(expected = IllegalStateException.class)
          public void refuses() { new Parser().tested("x"); }
        }
        """);
    git(repository, "init", "-q", "-b", "main");
    git(repository, "add", "-A");
    git(repository, "-c", "user.name=o", "-c", "user.email=o@example.org", "commit", "-qm", "x");
    real = new RealTargets(temp, "generated", repository);
    baseline =
        real.trials()
            .measureBaseline(
                new BaselineRequest(
                    real.target, "generated-1", real.opened.base(), real.opened.settings()));
    assertThat(baseline.status()).as(baseline.message()).isEqualTo(Baseline.Status.GREEN);
    activities =
        new JavaAnalysisActivities(
            real.data,
            real.objects,
            real.workbench,
            List.of(),
            new Fixes(ErrorProneFixes.all()),
            List.of(new ErrorProneEditor(real.workbench, ErrorProneFixes.all())),
            target -> List.of(),
            () -> Progress.NONE);
  }

  private static void write(Path file, String text) throws Exception {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static void git(Path folder, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
    command.addAll(List.of(arguments));
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }

  private ProposalRequest request(Optimization optimization) {
    return new ProposalRequest(
        real.target,
        "generated-1",
        "generated-1-01",
        optimization,
        real.opened.base(),
        real.opened.base(),
        real.opened.settings(),
        baseline,
        Instant.parse("2026-01-02T03:04:05Z"));
  }

  private static Optimization find(Analysis analysis, String proposer, String packageName) {
    return analysis.optimizations().stream()
        .filter(o -> o.proposer().equals(proposer) && o.packageName().equals(packageName))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void changesWhatIsEquivalentOrTestedAndNothingElse() {
    Analysis analysis =
        activities.analyze(
            new AnalysisRequest(
                real.target, "generated-1", real.opened.base(), real.opened.settings(), baseline));
    assertThat(analysis.files()).isEqualTo(3);
    assertThat(analysis.optimizations())
        .noneMatch(optimization -> optimization.packageName().equals("p.safe"));
    assertThat(real.objects.text(analysis.findingsDigest()).orElseThrow().lines())
        .hasSize(analysis.findings())
        .anyMatch(line -> line.contains("src/main/java/p/safe/Lock.java"));

    Proposal override =
        activities.propose(request(find(analysis, "error-prone:MissingOverride", "p")));
    assertThat(diff(override))
        .contains("\n+  @Override\n   public int compareTo(Parser other) {")
        .doesNotContain("\n-  ");

    ProposalRequest cause = request(find(analysis, "error-prone:UnusedException", "p"));
    Proposal made = activities.propose(cause);
    assertThat(diff(made))
        .contains("+      throw new IllegalStateException(\"bad\", e);")
        .doesNotContain("\"worse\", e");
    assertThat(activities.propose(cause)).isEqualTo(made);
    try (var mirror = real.workbench.mirror(real.target)) {
      assertThat(mirror.changedFiles(real.opened.base(), ((Proposed) made).candidate().commit()))
          .containsExactly("src/main/java/p/Parser.java");
    }

    new JGitRepositoryActivities(real.data, real.objects, () -> {}, run -> false)
        .rememberFailure(
            new RememberedFailure(
                real.target,
                ((Proposed) made).syntaxKey(),
                "generated-1-01",
                "tests failed",
                Instant.EPOCH));
    assertThat(activities.propose(cause))
        .isInstanceOfSatisfying(
            NotProposed.class, not -> assertThat(not.code()).isEqualTo("failed-before"));

    assertThat(activities.propose(request(find(analysis, "error-prone:UnusedException", "p.lone"))))
        .isInstanceOfSatisfying(
            NotProposed.class, not -> assertThat(not.code()).isEqualTo("not-covered"));

    Proposal imports =
        activities.propose(request(find(analysis, "error-prone:RemoveUnusedImports", "p")));
    assertThat(diff(imports)).contains("\n-import java.util.Map;").doesNotContain("\n+import");
  }

  private String diff(Proposal proposal) {
    assertThat(proposal).isInstanceOf(Proposed.class);
    return real.objects.text(((Proposed) proposal).diffDigest()).orElseThrow();
  }
}
