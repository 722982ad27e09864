package dev.ratchet.workflow.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.domain.ApprovalPolicy;
import dev.ratchet.domain.Improvement;
import dev.ratchet.domain.Improvement.State;
import dev.ratchet.workflow.event.RunEvent;
import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowStub;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Runs whose stacks are too many for one history. They are watched by their events and not by
 * queries: the test server never answers a query that comes while a workflow continues as new.
 */
@Timeout(120)
class ContinuationTest {
  private static final int FULL = StackProcess.STACKS;
  private static final int MANY = FULL + 3;

  private final CycleRun cycle = new CycleRun();
  private final World world = cycle.world;

  @BeforeEach
  void suggestMany() {
    world.optimizations.clear();
    // All in one file, so that each is a stack of its own.
    IntStream.rangeClosed(1, MANY)
        .forEach(i -> world.optimizations.add(World.optimization("n" + i, "a.java")));
  }

  @AfterEach
  void end() {
    cycle.close();
  }

  private boolean continued() {
    String first = WorkflowStub.fromTyped(cycle.workflow).getExecution().getRunId();
    return !cycle
        .environment
        .getWorkflowClient()
        .newUntypedWorkflowStub(CycleRun.ID)
        .describe()
        .getExecution()
        .getRunId()
        .equals(first);
  }

  private static String id(int number) {
    return String.format("%s-%02d", CycleRun.ID, number);
  }

  private void awaitEvent(String type, String id, String state) throws InterruptedException {
    while (world.events.stream()
        .noneMatch(
            e ->
                e.type().equals(type)
                    && id.equals(e.data().getOrDefault("improvement", ""))
                    && state.equals(e.data().getOrDefault("state", "")))) {
      Thread.sleep(5);
    }
  }

  /** Does something once, while the n-th call of an activity is under way. */
  private void during(String call, int occurrence, Runnable deed) {
    world.hook =
        name -> {
          if (name.equals(call)
              && world.calls.stream().filter(call::equals).count() == occurrence) {
            deed.run();
          }
        };
  }

  @Test
  void isOneRunToAllWhoLookAtIt() {
    RunSummary summary = cycle.run();
    assertThat(continued()).isTrue();
    assertThat(summary.outcome()).isEqualTo(RunSummary.Outcome.COMPLETED);
    assertThat(summary.message())
        .isEqualTo(MANY + " of " + MANY + " improvements applied and verified");
    assertThat(summary.improvements())
        .extracting(Improvement::id)
        .isEqualTo(IntStream.rangeClosed(1, MANY).mapToObj(ContinuationTest::id).toList());
    assertThat(summary.testRuns()).isEqualTo(2 * MANY);
    assertThat(summary.base()).isEqualTo(World.sha(0));
    assertThat(summary.tip()).isEqualTo(world.published);
    assertThat(summary.analysis()).isNotNull();
    assertThat(summary.startedAt()).isEqualTo(world.events.getFirst().at());
    assertThat(world.calls.stream().filter("openTarget"::equals)).hasSize(1);
    assertThat(world.calls.stream().filter("closeTarget"::equals)).hasSize(1);
    assertThat(world.published()).hasSize(MANY);
    assertThat(world.events)
        .extracting(RunEvent::id)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.rangeClosed(1, world.events.size()).mapToObj(Integer::toString).toList());
  }

  @Test
  void whatWasSentBackGoesOnUnderItsIdInTheNextPart() {
    // In the last stack of the first part, so that a child is open when the run continues as new.
    world.optimizations.set(FULL - 1, World.optimization("culprit", "b.java"));
    world.optimizations.add(FULL, World.optimization("above", "c.java"));
    world.bad.add("verify:culprit");
    RunSummary summary = cycle.run();
    assertThat(continued()).isTrue();
    assertThat(CycleRun.titles(summary, State.REJECTED)).containsExactly("culprit");
    assertThat(CycleRun.titles(summary, State.VERIFIED)).hasSize(MANY).contains("above");
    assertThat(world.recorded.get(id(FULL + 1)).state()).isEqualTo(State.VERIFIED);
  }

  @Test
  void anImprovementThatSomebodyEndedDoesNotComeBackInTheNextPart() {
    world.optimizations.set(FULL - 1, World.optimization("culprit", "b.java"));
    world.optimizations.add(FULL, World.optimization("above", "c.java"));
    world.bad.add("verify:culprit");
    during(
        "unpublish",
        1,
        () -> {
          WorkflowStub child =
              cycle.environment.getWorkflowClient().newUntypedWorkflowStub(id(FULL + 1));
          child.cancel();
          child.getResult(Improvement.class);
        });
    RunSummary summary = cycle.run();
    assertThat(continued()).isTrue();
    assertThat(CycleRun.titles(summary, State.STOPPED)).containsExactly("above");
    assertThat(CycleRun.titles(summary, State.VERIFIED)).hasSize(MANY - 1);
  }

  @Test
  void aPausedRunIsPausedInTheNextPart() throws Exception {
    during(
        "publish",
        FULL,
        () -> {
          cycle.workflow.pause(CycleRun.ANNA);
          cycle.awaitTakenIn(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED);
        });
    cycle.start();
    while (!continued()) {
      Thread.sleep(5);
    }
    assertThat(cycle.other().status().paused()).isTrue();
    assertThat(world.calls.stream().filter("propose"::equals)).hasSize(FULL);
    cycle.workflow.resume(CycleRun.ANNA);
    assertThat(CycleRun.titles(cycle.end(), State.VERIFIED)).hasSize(MANY);
  }

  @Test
  void aStopJustBeforeTheNextPartIsNotLost() {
    during(
        "recordImprovement",
        FULL,
        () -> {
          cycle.workflow.stop(CycleRun.enough());
          cycle.awaitTakenIn(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED);
        });
    RunSummary summary = cycle.run();
    assertThat(summary.outcome()).isEqualTo(RunSummary.Outcome.STOPPED);
    assertThat(summary.message()).isEqualTo("stopped by anna: enough");
    assertThat(CycleRun.titles(summary, State.VERIFIED)).hasSize(FULL);
    assertThat(world.calls).endsWith("recordRun", "closeTarget");
  }

  @Test
  void peopleAreAskedInTheNextPart() throws Exception {
    world.approval = ApprovalPolicy.ALL;
    cycle.start();
    for (int i = 1; i <= MANY; i++) {
      awaitEvent("improvement", id(i), "WAITING_FOR_APPROVAL");
      List<Improvement> known = cycle.other().status().improvements();
      assertThat(known).hasSize(i);
      cycle.workflow.approve(CycleRun.approval(known.getLast(), CycleRun.ANNA));
    }
    assertThat(CycleRun.titles(cycle.end(), State.VERIFIED)).hasSize(MANY);
    assertThat(continued()).isTrue();
  }
}
