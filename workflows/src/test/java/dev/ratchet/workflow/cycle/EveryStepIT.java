package dev.ratchet.workflow.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.domain.ApprovalPolicy;
import dev.ratchet.domain.Improvement;
import dev.ratchet.domain.Improvement.State;
import dev.ratchet.workflow.cycle.Theatre.Call;
import dev.ratchet.workflow.improvement.Improvements;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowFailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every call of an activity that a run makes, disturbed in every way. Which calls there are is seen
 * in an undisturbed run, so that a new one is covered as soon as it is there.
 */
@Timeout(30)
class EveryStepIT {
  /**
   * A stack is applied as a whole, or undone in reverse order: what was begun, and what was about
   * to be, whose undo is registered before the deed.
   */
  private static final Pattern SAGAS =
      Pattern.compile(
          """
          ((saveRollbackPoints advanceBranch publish )\
          |((saveRollbackPoints )?dropRollbackPoints )\
          |(saveRollbackPoints (advanceBranch )?restoreBranch dropRollbackPoints )\
          |(saveRollbackPoints advanceBranch (publish )?unpublish restoreBranch dropRollbackPoints ))*\
          recordRun closeTarget \
          """);

  private static final Set<String> DEEDS =
      Set.of(
          "saveRollbackPoints",
          "advanceBranch",
          "publish",
          "unpublish",
          "restoreBranch",
          "dropRollbackPoints",
          "recordRun",
          "closeTarget");

  private static final Set<String> UNDO =
      Set.of("unpublish", "restoreBranch", "dropRollbackPoints");

  /** Calls whose workflow may be over with what matters when it hears of a stop. */
  private static final Set<String> LATE = Set.of("recordRun", "closeTarget");

  private static final AtomicInteger RUNS = new AtomicInteger();
  private static Theatre theatre;

  /** What the run meets. */
  enum Scenario {
    PLAIN,
    APPROVED,
    BISECTED_AND_RED;

    World world() {
      World world = new World();
      for (String title : List.of("a", "b", "c")) {
        world.optimizations.add(World.optimization(title, title + ".java"));
      }
      switch (this) {
        case PLAIN -> {}
        case APPROVED -> world.approval = ApprovalPolicy.ALL;
        case BISECTED_AND_RED -> world.bad.addAll(Set.of("b", "verify:c"));
      }
      return world;
    }
  }

  /** A run that was, or the way in which its workflow failed. */
  private record Played(String id, World world, List<Call> calls, @Nullable RunSummary summary) {
    String deeds() {
      List<String> deeds = new ArrayList<>();
      for (Call call : calls) {
        // One that is tried again is one deed.
        if (DEEDS.contains(call.activity())
            && (deeds.isEmpty() || !deeds.getLast().equals(call.activity()))) {
          deeds.add(call.activity());
        }
      }
      return deeds.stream().map(deed -> deed + " ").collect(Collectors.joining());
    }

    List<String> states() {
      return summary.improvements().stream().map(i -> i.description() + " " + i.state()).toList();
    }
  }

  @BeforeAll
  static void open() {
    theatre = new Theatre();
  }

  @AfterAll
  static void close() {
    theatre.close();
  }

  private static Played play(Scenario scenario, @Nullable Call at, @Nullable Disturbance what) {
    String id = "demo-" + RUNS.incrementAndGet();
    World world = scenario.world();
    theatre.set(world, id, at, what);
    WorkflowClient client = theatre.environment.getWorkflowClient();
    world.told =
        event -> {
          if (State.WAITING_FOR_APPROVAL.name().equals(event.data().get("stage"))) {
            Thread.startVirtualThread(() -> approve(client, id));
          }
        };
    ImprovementCycleWorkflow workflow = CycleRun.stub(theatre.environment, id);
    RunSummary summary;
    try {
      summary = workflow.run(CycleRun.request(id));
    } catch (WorkflowFailedException e) {
      summary = null;
    }
    return new Played(id, world, theatre.calls(), summary);
  }

  private static void approve(WorkflowClient client, String id) {
    try {
      ImprovementCycleWorkflow run = client.newWorkflowStub(ImprovementCycleWorkflow.class, id);
      Improvement top =
          run.status().improvements().stream()
              .filter(i -> i.state() == State.WAITING_FOR_APPROVAL)
              .reduce((first, second) -> second)
              .orElseThrow();
      run.approve(CycleRun.approval(top, CycleRun.ANNA));
    } catch (WorkflowException ended) {
      // It was stopped meanwhile.
    }
  }

  private static Stream<Arguments> calls(Disturbance what) {
    return Stream.of(Scenario.values())
        .flatMap(
            scenario ->
                play(scenario, null, null).calls().stream()
                    // Who follows a run is told in the same way in each of them.
                    .filter(
                        call -> scenario == Scenario.PLAIN || !call.activity().equals("announce"))
                    .map(call -> Arguments.of(scenario, call, what)));
  }

  static Stream<Arguments> failures() {
    return Stream.concat(calls(Disturbance.FAILS), calls(Disturbance.FAILS_LATE));
  }

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

  /**
   * What is true of every run that has ended.
   *
   * @param refused the call that failed for good; null when none did
   */
  private static void holds(Played played, @Nullable Call refused) {
    String culprit = refused == null ? "" : refused.activity();
    assertThat(played.deeds()).matches(SAGAS);
    World world = played.world();
    RunSummary summary = world.summary;
    if (culprit.equals("recordRun") && summary == null) {
      return;
    }
    assertThat(summary.improvements()).allMatch(i -> Improvements.isFinal(i.state()));
    for (Improvement improvement : summary.improvements()) {
      closed(improvement.id());
      if (!culprit.equals("recordImprovement")) {
        assertThat(world.recorded.get(improvement.id()).state()).isEqualTo(improvement.state());
      }
    }
    if (!UNDO.contains(culprit)) {
      List<String> verified = CycleRun.titles(summary, State.VERIFIED);
      assertThat(world.published()).containsExactlyInAnyOrderElementsOf(verified);
      assertThat(world.mirror).isEqualTo(world.published == null ? World.sha(0) : world.published);
      assertThat(world.rollbackPoints)
          .containsExactlyInAnyOrderElementsOf(
              summary.improvements().stream()
                  .filter(i -> i.state() == State.VERIFIED)
                  .map(Improvement::id)
                  .toList());
    }
  }

  private static void closed(String workflowId) {
    assertThat(
            theatre
                .environment
                .getWorkflowClient()
                .newUntypedWorkflowStub(workflowId)
                .describe()
                .getStatus())
        .isNotEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);
  }
}
