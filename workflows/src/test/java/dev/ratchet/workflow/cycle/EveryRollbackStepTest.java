package dev.ratchet.workflow.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.domain.Improvement.State;
import dev.ratchet.workflow.TaskQueues;
import dev.ratchet.workflow.cycle.Theatre.Call;
import dev.ratchet.workflow.rollback.RollbackRequest;
import dev.ratchet.workflow.rollback.RollbackResult;
import dev.ratchet.workflow.rollback.RollbackWorkflow;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
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
import org.junit.jupiter.params.provider.MethodSource;

/** Every call of an activity that a rollback makes, disturbed in every way that reaches it. */
@Timeout(30)
class EveryRollbackStepTest {
  private static final Pattern SAGA =
      Pattern.compile(
          """
          ((advanceBranch publish )|((advanceBranch )?restoreBranch )\
          |(advanceBranch (publish )?unpublish restoreBranch ))?closeTarget \
          """);

  private static final Set<String> DEEDS =
      Set.of("advanceBranch", "publish", "unpublish", "restoreBranch", "closeTarget");

  private static final AtomicInteger RUNS = new AtomicInteger();
  private static Theatre theatre;

  private record Played(World world, String id, List<Call> calls, @Nullable RollbackResult result) {
    /** One that is tried again is one deed. */
    String deeds() {
      return calls.stream()
          .map(Call::activity)
          .filter(DEEDS::contains)
          .distinct()
          .map(deed -> deed + " ")
          .collect(Collectors.joining());
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

  private static Played play(@Nullable Call at, @Nullable Disturbance what) {
    String run = "demo-" + RUNS.incrementAndGet();
    World world = new World();
    world.optimizations.add(World.optimization("a", "a.java"));
    world.optimizations.add(World.optimization("b", "b.java"));
    theatre.set(world, run, null, null);
    CycleRun.stub(theatre.environment, run).run(CycleRun.request(run));
    String id = run + "-01";
    theatre.set(world, "rollback-" + id, at, what);
    RollbackWorkflow workflow =
        theatre
            .environment
            .getWorkflowClient()
            .newWorkflowStub(
                RollbackWorkflow.class,
                WorkflowOptions.newBuilder()
                    .setWorkflowId("rollback-" + id)
                    .setTaskQueue(TaskQueues.WORKFLOWS)
                    .build());
    RollbackResult result;
    try {
      result =
          workflow.rollback(
              new RollbackRequest(
                  CycleRun.TARGET, "home", id, CycleRun.ANNA, "unwanted", CycleRun.AT));
    } catch (WorkflowFailedException e) {
      result = null;
    }
    return new Played(world, id, theatre.calls(), result);
  }

  static Stream<Arguments> disturbed() {
    List<Call> calls = play(null, null).calls();
    return Stream.of(Disturbance.values())
        .filter(what -> what != Disturbance.IS_STOPPED)
        .flatMap(what -> calls.stream().map(call -> Arguments.of(call, what)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("disturbed")
  void isDoneOrNotAndNothingBetween(Call at, Disturbance what) {
    Played played = play(at, what);
    World world = played.world();
    assertThat(played.deeds()).matches(SAGA);
    assertThat(world.mirror).isEqualTo(world.published);
    boolean undone = !world.published().contains("a");
    assertThat(world.published()).contains("b");
    boolean untold = at.activity().equals("recordImprovement") && what == Disturbance.FAILS;
    if (!untold) {
      assertThat(world.recorded.get(played.id()).state())
          .isEqualTo(undone ? State.ROLLED_BACK : State.VERIFIED);
    }
    if (what == Disturbance.FAILS_ONCE) {
      assertThat(undone).isTrue();
    }
    if (what != Disturbance.IS_CANCELLED) {
      assertThat(played.result())
          .isInstanceOf(undone ? RollbackResult.RolledBack.class : RollbackResult.Refused.class);
    }
  }
}
