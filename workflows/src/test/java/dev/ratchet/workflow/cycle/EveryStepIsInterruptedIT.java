package dev.ratchet.workflow.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.workflow.cycle.Theatre.Call;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** At every call of a run something passes, or the run is to end. */
class EveryStepIsInterruptedIT extends EveryStep {
  /** Calls whose workflow may be over with what matters when it hears of a stop. */
  private static final Set<String> LATE = Set.of("recordRun", "closeTarget");

  static Stream<Arguments> retries() {
    return calls(Disturbance.FAILS_ONCE);
  }

  /**
   * Without the calls beside which another workflow of the run may be at work: the test server
   * hangs when a step of that one ends while its cancellation is on the way.
   */
  static Stream<Arguments> ends() {
    return Stream.concat(calls(Disturbance.IS_STOPPED), calls(Disturbance.IS_CANCELLED))
        .filter(
            call ->
                !Set.of("announce", "recordImprovement")
                    .contains(((Call) call.get()[1]).activity()));
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("retries")
  void whatPassesIsTriedAgain(Scenario scenario, Call at, Disturbance what) {
    Played played = play(scenario, at, what);
    holds(played, null);
    assertThat(played.summary().outcome()).isEqualTo(RunSummary.Outcome.COMPLETED);
    Played undisturbed = play(scenario, null, null);
    assertThat(played.states()).isEqualTo(undisturbed.states());
    assertThat(played.world().published()).isEqualTo(undisturbed.world().published());
    assertThat(played.calls()).hasSize(undisturbed.calls().size() + 1);
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("ends")
  void anEndLeavesNothingHalfDone(Scenario scenario, Call at, Disturbance what) {
    Played played = play(scenario, at, what);
    holds(played, null);
    // Temporal gives no result of a workflow that was cancelled: what the run wrote down tells.
    RunSummary summary = played.world().summary;
    if (!LATE.contains(at.activity()) || summary.outcome() != RunSummary.Outcome.COMPLETED) {
      assertThat(summary.outcome()).isEqualTo(RunSummary.Outcome.STOPPED);
      assertThat(summary.message())
          .isEqualTo(
              what == Disturbance.IS_STOPPED ? "stopped by anna: enough" : "the run was cancelled");
    }
  }
}
