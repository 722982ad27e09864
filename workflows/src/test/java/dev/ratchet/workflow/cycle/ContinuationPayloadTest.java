package dev.ratchet.workflow.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.domain.Baseline;
import dev.ratchet.domain.Candidate;
import dev.ratchet.domain.GateError;
import dev.ratchet.domain.GateResult;
import dev.ratchet.domain.Improvement;
import dev.ratchet.domain.ImprovementKind;
import dev.ratchet.domain.ImprovementType;
import dev.ratchet.domain.Optimization;
import dev.ratchet.domain.PerformanceReport;
import dev.ratchet.domain.Place;
import dev.ratchet.domain.RiskLevel;
import dev.ratchet.domain.TestCounts;
import dev.ratchet.domain.ValidationResult;
import dev.ratchet.domain.Verdict;
import dev.ratchet.workflow.Payloads;
import dev.ratchet.workflow.analysis.AnalysisActivities.Analysis;
import dev.ratchet.workflow.cycle.Continuation.Pending;
import dev.ratchet.workflow.repository.RepositoryActivities.Opening;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DataConverter;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the largest run that analysis allows hands on. */
class ContinuationPayloadTest {
  private static final int MOST = 200;
  private static final String SHA = "a".repeat(40);
  private static final String FILE =
      "module/src/main/java/org/example/some/rather/long/package_name/SomeRatherLongClassName.java";
  private static final List<String> FILES = Collections.nCopies(20, FILE);

  private static Optimization optimization(int number) {
    return new Optimization(
        "error-prone:SomeRatherLongCheckName",
        "A sentence that says what is made better in org.example.package" + number,
        "org.example.package" + number,
        FILES,
        40,
        ImprovementType.CODE_QUALITY,
        ImprovementKind.RULE,
        RiskLevel.LOW,
        "a sentence that says what is the better for it",
        1);
  }

  private static Improvement improvement(int number) {
    String id = "some-target-7-" + number;
    Candidate candidate = new Candidate(id, SHA, SHA, SHA);
    TestCounts tests = new TestCounts(10_000, 0, 3, Duration.ofSeconds(100));
    List<GateError> errors =
        List.of(new GateError("new-finding", new Place(FILE, 1, 2), "SomeCheck", "x".repeat(200)));
    List<GateResult> gates =
        IntStream.range(0, 6)
            .mapToObj(
                i ->
                    new GateResult(
                        "gate-" + i, true, Duration.ofSeconds(9), List.of(), Map.of("files", "20")))
            .toList();
    ValidationResult validation =
        new ValidationResult(
            id,
            candidate,
            new Verdict.Rejected("full-tests", errors),
            gates,
            tests,
            SHA,
            null,
            false);
    Optimization optimization = optimization(number);
    return new Improvement(
        id,
        "some-target-7",
        "some-target",
        optimization.proposer(),
        optimization.type(),
        optimization.kind(),
        optimization.title(),
        FILES,
        optimization.expectedBenefit(),
        RiskLevel.LOW,
        Improvement.State.REJECTED,
        candidate,
        validation,
        "the gate 'full-tests' refuses: org.example.SomeTest#someTest test-failed");
  }

  private static Baseline baseline() {
    List<String> tests =
        Collections.nCopies(100, "org.example.some.package.SomeLongTest#someLongTest");
    return new Baseline(
        SHA,
        SHA,
        Baseline.Status.FAILING_TESTS,
        new TestCounts(10_000, 100, 3, Duration.ofSeconds(100)),
        tests,
        tests,
        SHA,
        "m".repeat(2_000));
  }

  private static RunRequest request() {
    Analysis analysis =
        new Analysis(
            5_000,
            5_000,
            9_000,
            8_000,
            SHA,
            new PerformanceReport("some-target", List.of()),
            IntStream.range(0, MOST).mapToObj(ContinuationPayloadTest::optimization).toList());
    Continuation.Work work =
        new Continuation.Work(
            1,
            new Opening.Opened(SHA, SHA, SHA, new World().settings()),
            SHA,
            SHA,
            baseline(),
            baseline(),
            analysis,
            List.of(new Pending("some-target-7-199", 198)),
            List.of(new Pending("some-target-7-200", 199)),
            60);
    Continuation.Shown shown =
        new Continuation.Shown(
            CycleRun.AT,
            Stage.VERIFYING,
            "verifying",
            9_000,
            IntStream.range(0, MOST).mapToObj(ContinuationPayloadTest::improvement).toList());
    return CycleRun.request("some-target-7")
        .continued(new Continuation(2, shown, work, true, List.of(), List.of()));
  }

  @Test
  void comesBackAsItWasAndWeighsLessThanAPayloadMay() {
    DataConverter converter = Payloads.dataConverter();
    Payload payload = converter.toPayload(request()).orElseThrow();
    assertThat(converter.fromPayload(payload, RunRequest.class, RunRequest.class))
        .isEqualTo(request());
    assertThat(payload.getData().size()).isBetween(1_000_000, 1_500_000);
  }

  @Test
  void tasksAreFoundInTheAnalysisAgain() {
    Continuation.Work work = request().continuation().work();
    assertThat(work.askingTasks())
        .containsExactly(new Task("some-target-7-200", optimization(199)));
    assertThat(Pending.of(work.freeTasks(), work.analysis().optimizations()))
        .isEqualTo(work.free());
  }
}
