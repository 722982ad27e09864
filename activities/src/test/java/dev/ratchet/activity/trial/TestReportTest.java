package dev.ratchet.activity.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.activity.trial.TestReport.Result;
import dev.ratchet.activity.trial.TestReport.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestReportTest {
  @TempDir Path folder;

  @Test
  void readsWhatJUnitLeaves() throws Exception {
    Files.writeString(
        folder.resolve("TEST-p.ATest.xml"),
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuite>
          <testcase classname="p.ATest" name="adds" time="1,000.5"><system-out>x</system-out></testcase>
          <testcase classname="p.ATest" name="each" time="0.1"/>
          <testcase classname="p.ATest" name="each" time="0.1"><skipped message="no"/></testcase>
          <testcase classname="p.ATest" name="fails"><failure type="E" message="no">trace</failure></testcase>
        """);
    Files.writeString(folder.resolve("other.xml"), "<testcase classname='p.B' name='b'/>");
    TestReport report = TestReport.read(folder);
    assertThat(report.tests())
        .containsOnly(
            Map.entry("p.ATest#adds", new Result(Status.PASSED, 1_000_500, "")),
            Map.entry("p.ATest#each", new Result(Status.PASSED, 100, "")),
            Map.entry("p.ATest#each(2)", new Result(Status.SKIPPED, 100, "")),
            Map.entry("p.ATest#fails", new Result(Status.FAILED, 0, "E: no")));
  }

  @Test
  void aTestThatOneRunDidNotHaveIsNotDependedOn() {
    Result passed = new Result(Status.PASSED, 1, "");
    Result failed = new Result(Status.FAILED, 1, "no");
    Result skipped = new Result(Status.SKIPPED, 0, "");
    TestReport first =
        new TestReport(Map.of("a", passed, "b", passed, "c", skipped, "t@1f2", passed));
    TestReport second =
        new TestReport(Map.of("a", passed, "b", failed, "c", passed, "t@9c4", passed));
    assertThat(TestReport.dependable(first, second).tests())
        .containsOnly(Map.entry("a", passed), Map.entry("b", failed), Map.entry("c", skipped));
  }
}
