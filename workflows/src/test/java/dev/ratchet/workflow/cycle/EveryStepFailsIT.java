package dev.ratchet.workflow.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.workflow.cycle.Theatre.Call;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every call of a run fails: at once, or when its deed is done. */
class EveryStepFailsIT extends EveryStep {
  static Stream<Arguments> failures() {
    return Stream.concat(calls(Disturbance.FAILS), calls(Disturbance.FAILS_LATE));
  }

  @ParameterizedTest
  @EnumSource(Scenario.class)
  void undisturbed(Scenario scenario) {
    Played played = play(scenario, null, null);
    holds(played, null);
    assertThat(played.summary().outcome()).isEqualTo(RunSummary.Outcome.COMPLETED);
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("failures")
  void aFailureIsUndone(Scenario scenario, Call at, Disturbance what) {
    Played played = play(scenario, at, what);
    holds(played, at);
    RunSummary summary = played.summary();
    switch (at.activity()) {
      case "recordRun" -> assertThat(summary).as("the workflow fails itself").isNull();
      case "announce", "recordImprovement", "closeTarget", "propose", "checkCandidate" ->
          assertThat(summary.outcome()).isEqualTo(RunSummary.Outcome.COMPLETED);
      case "unpublish", "restoreBranch", "dropRollbackPoints" -> {
        assertThat(summary.outcome()).isEqualTo(RunSummary.Outcome.FAILED);
        assertThat(summary.message()).isEqualTo("not all could be undone: Broken for a test");
      }
      default -> {
        assertThat(summary.outcome()).isEqualTo(RunSummary.Outcome.FAILED);
        assertThat(summary.message()).isEqualTo("Broken for a test");
      }
    }
  }
}
