package dev.ratchet.workflow.cycle;

import static dev.ratchet.workflow.cycle.CycleRun.ANNA;
import static dev.ratchet.workflow.cycle.CycleRun.ID;
import static dev.ratchet.workflow.cycle.CycleRun.titles;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.domain.Baseline;
import dev.ratchet.domain.Improvement;
import dev.ratchet.domain.Improvement.State;
import dev.ratchet.workflow.Failures;
import dev.ratchet.workflow.repository.RepositoryActivities.Opening;
import io.temporal.api.enums.v1.EventType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ImprovementCycleWorkflowTest {
  private final CycleRun cycle = new CycleRun();
  private final World world = cycle.world;

  @AfterEach
  void end() {
    cycle.close();
  }

  @Test
  void appliesAndVerifiesAStackWithTwoTestRuns() {
    RunSummary summary = cycle.run();
    assertThat(summary.outcome()).isEqualTo(RunSummary.Outcome.COMPLETED);
    assertThat(titles(summary, State.VERIFIED)).containsExactly("a", "b", "c", "d", "e");
    assertThat(world.published()).containsExactlyInAnyOrder("a", "b", "c", "d", "e");
    assertThat(summary.testRuns()).isEqualTo(2);
    assertThat(world.deeds())
        .containsExactly(
            "saveRollbackPoints", "advanceBranch", "publish", "recordRun", "closeTarget");
    assertThat(world.recorded.values()).allMatch(i -> i.state() == State.VERIFIED);
  }

  @Test
  void candidatesThatTouchTheSameFileGoToAnotherStack() {
    world.optimizations.add(World.optimization("f", "a.java"));
    RunSummary summary = cycle.run();
    assertThat(titles(summary, State.VERIFIED)).hasSize(6);
    assertThat(summary.testRuns()).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "b", "c", "d", "e"})
  void findsTheCulpritWhereverItIs(String culprit) {
    world.bad.add(culprit);
    RunSummary summary = cycle.run();
    assertThat(titles(summary, State.REJECTED)).containsExactly(culprit);
    assertThat(titles(summary, State.VERIFIED)).hasSize(4).doesNotContain(culprit);
    assertThat(world.published()).hasSize(4).doesNotContain(culprit);
    assertThat(world.remembered).containsExactly("key-" + culprit);
  }

  @Test
  void findsTwoCulprits() {
    world.bad.addAll(Set.of("b", "d"));
    RunSummary summary = cycle.run();
    assertThat(titles(summary, State.REJECTED)).containsExactlyInAnyOrder("b", "d");
    assertThat(world.published()).containsExactlyInAnyOrder("a", "c", "e");
  }

  @Test
  void aRedVerificationUndoesTheCulpritAndThoseAboveComeBack() {
    world.bad.add("verify:c");
    RunSummary summary = cycle.run();
    assertThat(titles(summary, State.REJECTED)).containsExactly("c");
    assertThat(world.published()).containsExactlyInAnyOrder("a", "b", "d", "e");
    assertThat(world.deeds().subList(0, 9))
        .containsExactly(
            "saveRollbackPoints",
            "advanceBranch",
            "publish",
            "unpublish",
            "restoreBranch",
            "dropRollbackPoints",
            "saveRollbackPoints",
            "advanceBranch",
            "publish");
  }

  @Test
  void aCheapGateRefusesWithoutATestRunOfItsOwn() {
    world.optimizations.set(1, World.optimization("refused", "b.java"));
    world.optimizations.set(2, World.optimization("nothing", "c.java"));
    RunSummary summary = cycle.run();
    assertThat(titles(summary, State.REJECTED)).containsExactly("refused");
    assertThat(titles(summary, State.NOT_PROPOSED)).containsExactly("nothing");
    assertThat(titles(summary, State.VERIFIED)).containsExactly("a", "d", "e");
    assertThat(summary.testRuns()).isEqualTo(2);
    assertThat(world.remembered).containsExactly("key-refused");
  }

  @Test
  void aBranchThatMovedIsTakenFromWhereItIsNow() {
    world.faults.put("publish", World.failure(Failures.REF_MOVED));
    RunSummary summary = cycle.run();
    assertThat(summary.outcome()).isEqualTo(RunSummary.Outcome.COMPLETED);
    assertThat(world.calls.stream().filter("openTarget"::equals)).hasSize(2);
    assertThat(world.published()).hasSize(5);
  }

  @Test
  void aRestartLeavesWhatStandsAndGivesNoIdTwice() {
    world.optimizations =
        new ArrayList<>(
            List.of(
                World.optimization("one", "A.java"),
                World.optimization("two", "A.java"),
                World.optimization("three", "A.java"),
                World.optimization("four", "B.java")));
    AtomicInteger publishes = new AtomicInteger();
    world.hook =
        name -> {
          // The first stack is 01 and 04, the second is 02; 03 has not been taken up.
          if (name.equals("publish") && publishes.incrementAndGet() == 2) {
            world.faults.put("publish", World.failure(Failures.REF_MOVED));
          }
        };
    RunSummary summary = cycle.run();
    Map<String, Improvement.State> states =
        summary.improvements().stream()
            .collect(
                Collectors.toMap(
                    improvement -> improvement.id().replaceFirst(".*-", ""), Improvement::state));
    assertThat(states).containsEntry("01", Improvement.State.VERIFIED);
    assertThat(states).containsEntry("04", Improvement.State.VERIFIED);
    assertThat(states).containsEntry("02", Improvement.State.STOPPED);
    assertThat(states.keySet()).containsExactlyInAnyOrder("01", "02", "04", "05", "06", "07", "08");
  }

  @Test
  void aBranchThatMovesTimeAndAgainEndsTheRun() {
    world.obstacles.put("publish", World.failure(Failures.REF_MOVED));
    RunSummary summary = cycle.run();
    assertThat(summary.outcome()).isEqualTo(RunSummary.Outcome.FAILED);
    assertThat(world.calls.stream().filter("openTarget"::equals)).hasSize(3);
    assertThat(world.rollbackPoints).isEmpty();
  }

  @Test
  void aBaseThatDoesNotBuildIsAnalysedOnly() {
    world.status = Baseline.Status.DOES_NOT_BUILD;
    RunSummary summary = cycle.run();
    assertThat(summary.outcome()).isEqualTo(RunSummary.Outcome.ANALYZED_ONLY);
    assertThat(summary.message()).contains("does not build", "broken");
    assertThat(summary.analysis()).isNotNull();
    assertThat(world.calls).doesNotContain("propose");
  }

  @Test
  void anUnusableTargetIsAnOutcomeAndNoFailure() {
    world.unusable = new Opening.Unusable("empty-repository", "it has no commit");
    assertThat(cycle.run().outcome()).isEqualTo(RunSummary.Outcome.UNUSABLE_TARGET);
  }

  @Test
  void anImprovementThatSomebodyEndsHoldsNoRunUp() {
    world.hook =
        name -> {
          if (name.equals("checkCandidate")
              && world.calls.stream().filter(name::equals).count() == 2) {
            cycle.environment.getWorkflowClient().newUntypedWorkflowStub(ID + "-02").cancel();
            CycleRun.awaitTakenIn(
                cycle.environment,
                ID + "-02",
                EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCEL_REQUESTED);
          }
        };
    RunSummary summary = cycle.run();
    assertThat(summary.outcome()).isEqualTo(RunSummary.Outcome.COMPLETED);
    assertThat(titles(summary, State.STOPPED)).containsExactly("b");
    assertThat(world.published()).containsExactlyInAnyOrder("a", "c", "d", "e");
  }

  @Test
  void aPausedRunStartsNothingNew() throws Exception {
    CompletableFuture<Void> paused = new CompletableFuture<>();
    world.hook =
        name -> {
          if (name.equals("measureBaseline")) {
            cycle.other().pause(ANNA);
            paused.complete(null);
          }
        };
    cycle.start();
    paused.get();
    while (!cycle.workflow.status().paused() || cycle.workflow.status().baseline() == null) {
      Thread.sleep(20);
    }
    assertThat(world.calls).doesNotContain("analyze");
    cycle.workflow.resume(ANNA);
    assertThat(cycle.end().outcome()).isEqualTo(RunSummary.Outcome.COMPLETED);
  }
}
