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
import org.junit.jupiter.params.provider.Arguments;

/**
 * Every call of an activity that a run makes, disturbed in every way. Which calls there are is seen
 * in an undisturbed run, so that a new one is covered as soon as it is there.
 */
@Timeout(30)
abstract class EveryStep {
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

  static final Set<String> UNDO = Set.of("unpublish", "restoreBranch", "dropRollbackPoints");

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
  record Played(String id, World world, List<Call> calls, @Nullable RunSummary summary) {
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

  static Played play(Scenario scenario, @Nullable Call at, @Nullable Disturbance what) {
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

  static Stream<Arguments> calls(Disturbance what) {
    return Stream.of(Scenario.values())
        .flatMap(
            scenario ->
                play(scenario, null, null).calls().stream()
                    // Who follows a run is told in the same way in each of them.
                    .filter(
                        call -> scenario == Scenario.PLAIN || !call.activity().equals("announce"))
                    .map(call -> Arguments.of(scenario, call, what)));
  }

  /**
   * What is true of every run that has ended.
   *
   * @param refused the call that failed for good; null when none did
   */
  static void holds(Played played, @Nullable Call refused) {
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
