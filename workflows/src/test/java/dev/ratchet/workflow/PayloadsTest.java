package dev.ratchet.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ratchet.domain.Candidate;
import dev.ratchet.domain.GateError;
import dev.ratchet.domain.GateResult;
import dev.ratchet.domain.Improvement;
import dev.ratchet.domain.ImprovementKind;
import dev.ratchet.domain.ImprovementType;
import dev.ratchet.domain.Place;
import dev.ratchet.domain.Principal;
import dev.ratchet.domain.RiskLevel;
import dev.ratchet.domain.TestCounts;
import dev.ratchet.domain.ValidationResult;
import dev.ratchet.domain.Verdict;
import dev.ratchet.workflow.analysis.AnalysisActivities.Proposal;
import dev.ratchet.workflow.improvement.ImprovementReport;
import dev.ratchet.workflow.repository.RepositoryActivities.Opening;
import dev.ratchet.workflow.repository.RepositoryActivities.RollbackPlan;
import dev.ratchet.workflow.rollback.RollbackResult;
import dev.ratchet.workflow.trial.TrialActivities.TestTrial;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DataConverter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PayloadsTest {
  private static final String SHA = "a".repeat(40);
  private static final Candidate CANDIDATE = new Candidate("demo-1-01", SHA, SHA, SHA);
  private static final GateError ERROR =
      new GateError("test-failed", new Place("A.java", 1, 2), "ATest#a", "expected");
  private static final TestCounts COUNTS = new TestCounts(3, 1, 2, Duration.ofMillis(1_250));

  private static Improvement improvement(Verdict verdict) {
    GateResult gate =
        new GateResult("compile", false, Duration.ofSeconds(1), List.of(ERROR), Map.of("n", "1"));
    return new Improvement(
        "demo-1-01",
        "demo-1",
        "demo",
        "rule:x",
        ImprovementType.CODE_QUALITY,
        ImprovementKind.RULE,
        "a change",
        List.of("A.java"),
        "clearer",
        RiskLevel.LOW,
        Improvement.State.TESTING,
        CANDIDATE,
        new ValidationResult(
            "demo-1-01", CANDIDATE, verdict, List.of(gate), COUNTS, SHA, -0.25, true),
        "");
  }

  /** One of each sealed record, below the declared type that it travels as. */
  static List<Map.Entry<Class<?>, Object>> values() {
    Improvement improvement = improvement(new Verdict.Accepted());
    Proposal none = new Proposal.NotProposed("nothing-left", "gone");
    return List.of(
        Map.entry(Improvement.class, improvement),
        Map.entry(Improvement.class, improvement(new Verdict.Rejected("compile", List.of(ERROR)))),
        Map.entry(Improvement.class, improvement(new Verdict.Undecided("later"))),
        Map.entry(Proposal.class, none),
        Map.entry(
            Proposal.class,
            new Proposal.Proposed(CANDIDATE, List.of("A.java"), 1, 2, "d", "key", "a change")),
        Map.entry(ImprovementReport.class, new ImprovementReport(improvement, none)),
        Map.entry(Opening.class, new Opening.Unusable("no-java", "there is none")),
        Map.entry(
            TestTrial.class,
            new TestTrial.Passed(COUNTS, Duration.ofMinutes(1), "log", Optional.empty())),
        Map.entry(
            TestTrial.class,
            new TestTrial.Failed(COUNTS, Duration.ofMinutes(1), "log", List.of(ERROR))),
        Map.entry(RollbackPlan.class, new RollbackPlan.Impossible("unknown", "not there")),
        Map.entry(
            RollbackResult.class, new RollbackResult.RolledBack("demo-1-01", SHA, true, COUNTS)),
        Map.entry(RollbackResult.class, new RollbackResult.Refused("demo-1-01", "c", "m")));
  }

  @ParameterizedTest
  @MethodSource("values")
  void comesBackAsItWas(Map.Entry<Class<?>, Object> value) {
    DataConverter converter = Payloads.dataConverter();
    Payload payload = converter.toPayload(value.getValue()).orElseThrow();
    Object back = converter.fromPayload(payload, value.getKey(), value.getKey());
    assertThat(back).isEqualTo(value.getValue());
  }

  @Test
  void ignoresWhatANewerBuildAdded() throws Exception {
    assertThat(
            Payloads.mapper()
                .readValue("{\"type\":\"Undecided\",\"reason\":\"r\",\"new\":1}", Verdict.class))
        .isEqualTo(new Verdict.Undecided("r"));
  }

  @Test
  void refusesATypeThatIsNotOfTheSealedOnes() {
    assertThatThrownBy(
            () -> Payloads.mapper().readValue("{\"type\":\"java.lang.Runtime\"}", Verdict.class))
        .hasMessageContaining("java.lang.Runtime");
  }

  @Test
  void readsTheRolesOfFormerBuilds() throws Exception {
    String former = "{\"id\":\"anna\",\"kind\":\"HUMAN\",\"roles\":[\"%s\"]}";
    assertThat(Payloads.mapper().readValue(former.formatted("OPERATOR"), Principal.class).roles())
        .containsExactly(Principal.Role.ADMIN);
    assertThat(Payloads.mapper().readValue(former.formatted("VIEWER"), Principal.class).roles())
        .containsExactly(Principal.Role.USER);
    assertThatThrownBy(
            () -> Payloads.mapper().readValue(former.formatted("OWNER"), Principal.class))
        .hasMessageContaining("OWNER");
  }
}
