package dev.ratchet.activity.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.ratchet.activity.sandbox.SandboxRun;
import dev.ratchet.domain.GateError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports as Maven and others leave them, before and after a change. */
class TestComparisonTest {
  private static final String BASE =
      """
      <testsuite>
        <testcase classname="p.ATest" name="adds" time="0.1"/>
        <testcase classname="p.ATest" name="divides" time="0.1"/>
        <testcase classname="p.ATest" name="later"><skipped/></testcase>
        <testcase classname="p.ATest" name="broken"><failure type="E" message="no"/></testcase>
        <testcase classname="p.ATest" name="moody" time="0.1"/>
      </testsuite>
      """;

  @TempDir Path folder;

  private TestReport report(String name, String xml) throws Exception {
    Path reports = Files.createDirectories(folder.resolve(name));
    Files.writeString(reports.resolve("TEST-p.ATest.xml"), xml);
    return TestReport.read(reports);
  }

  private List<GateError> judged(String after) throws Exception {
    return judged(new SandboxRun.Exited(0, Duration.ZERO, folder), after);
  }

  private List<GateError> judged(SandboxRun run, String after) throws Exception {
    BaselineDetails base =
        new BaselineDetails(report("before", BASE).tests(), Map.of(), Map.of(), "none");
    BuildRun built = new BuildRun(run, report("after", after), folder, List.of("first error"));
    return new TestComparison(base, List.of("p.ATest#moody")).errors(built);
  }

  private static String without(String name) {
    return BASE.replaceAll("(?m)^.*name=\"" + name + "\".*\n", "");
  }

  @Test
  void theSameResultsPass() throws Exception {
    assertThat(judged(BASE)).isEmpty();
    assertThat(judged(BASE.replace("<skipped/>", ""))).isEmpty();
    assertThat(judged(BASE.replace("<failure type=\"E\" message=\"no\"/>", ""))).isEmpty();
  }

  @Test
  void aRemovedTestIsNamedWhateverItDidBefore() throws Exception {
    for (String name : List.of("adds", "later", "broken", "moody")) {
      assertThat(judged(without(name)))
          .extracting(GateError::kind, GateError::subject)
          .containsExactly(tuple("test-missing", "p.ATest#" + name));
    }
  }

  @Test
  void aTestThatIsSkippedNowIsNamedEvenIfItFailedBefore() throws Exception {
    assertThat(
            judged(
                BASE.replace(
                    "name=\"adds\" time=\"0.1\"/>", "name=\"adds\"><skipped/></testcase>")))
        .extracting(GateError::kind, GateError::subject)
        .containsExactly(tuple("test-skipped", "p.ATest#adds"));
    assertThat(judged(BASE.replace("<failure type=\"E\" message=\"no\"/>", "<skipped/>")))
        .extracting(GateError::kind, GateError::subject)
        .containsExactly(tuple("test-skipped", "p.ATest#broken"));
  }

  @Test
  void aFailureIsNamedUnlessTheTestIsFlaky() throws Exception {
    String failing = "><error type=\"java.lang.Error\" message=\"boom\"/></testcase>";
    assertThat(
            judged(BASE.replace("name=\"divides\" time=\"0.1\"/>", "name=\"divides\"" + failing)))
        .containsExactly(
            new GateError("test-failed", null, "p.ATest#divides", "java.lang.Error: boom"));
    assertThat(judged(BASE.replace("name=\"moody\" time=\"0.1\"/>", "name=\"moody\"" + failing)))
        .isEmpty();
  }

  @Test
  void aClassThatFailedAsAWholeMayRunNow() throws Exception {
    String whole = "<testcase classname=\"p.BTest\" name=\"\"><error type=\"E\"/></testcase>\n";
    BaselineDetails base =
        new BaselineDetails(
            report("before", BASE.replace("</testsuite>", whole + "</testsuite>")).tests(),
            Map.of(),
            Map.of(),
            "none");
    SandboxRun run = new SandboxRun.Exited(0, Duration.ZERO, folder);
    BuildRun built = new BuildRun(run, report("after", BASE), folder, List.of());
    assertThat(new TestComparison(base, List.of()).errors(built)).isEmpty();
  }

  @Test
  void aBuildThatEndsBadlyIsRefusedThoughNoTestFailed() throws Exception {
    SandboxRun failed = new SandboxRun.Exited(1, Duration.ZERO, folder);
    assertThat(judged(failed, BASE))
        .extracting(GateError::kind, GateError::message)
        .containsExactly(tuple("build-failed", "exit code 1\nfirst error"));
    SandboxRun endless = new SandboxRun.LimitExceeded(SandboxRun.Limit.TIME, Duration.ZERO, folder);
    assertThat(judged(endless, BASE))
        .extracting(GateError::kind, GateError::subject)
        .containsExactly(tuple("limit-exceeded", "TIME"));
  }
}
