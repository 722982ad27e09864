package dev.ratchet.workflow.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.domain.Improvement.State;
import dev.ratchet.domain.Principal;
import dev.ratchet.domain.Target;
import dev.ratchet.workflow.Failures;
import dev.ratchet.workflow.TaskQueues;
import dev.ratchet.workflow.repository.RepositoryActivities.Opening;
import dev.ratchet.workflow.rollback.RollbackRequest;
import dev.ratchet.workflow.rollback.RollbackResult;
import dev.ratchet.workflow.rollback.RollbackWorkflow;
import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class RollbackWorkflowTest {
  private static final Principal ANNA =
      new Principal("anna", Principal.Kind.HUMAN, Set.of(Principal.Role.ADMIN));
  private static final Target TARGET = new Target("demo", "somewhere", null, false);
  private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");

  private final World world = new World();
  private TestWorkflowEnvironment environment;

  @BeforeEach
  void applyTwo() {
    environment = Environments.start(world);
    for (String title : List.of("a", "b")) {
      world.optimizations.add(World.optimization(title, title + ".java"));
    }
    environment
        .getWorkflowClient()
        .newWorkflowStub(ImprovementCycleWorkflow.class, options("demo-1"))
        .run(new RunRequest("demo-1", TARGET, "home", ANNA, AT, null, true, null, null));
    assertThat(world.published()).containsExactlyInAnyOrder("a", "b");
    world.calls.clear();
  }

  @AfterEach
  void end() {
    environment.close();
  }

  private static WorkflowOptions options(String id) {
    return WorkflowOptions.newBuilder()
        .setWorkflowId(id)
        .setTaskQueue(TaskQueues.WORKFLOWS)
        .build();
  }

  private RollbackResult rollback(String improvementId) {
    return environment
        .getWorkflowClient()
        .newWorkflowStub(RollbackWorkflow.class, options("rollback-" + improvementId))
        .rollback(new RollbackRequest(TARGET, "home", improvementId, ANNA, "unwanted", AT));
  }

  @Test
  void testsBeforeItPublishes() {
    RollbackResult result = rollback("demo-1-01");
    assertThat(result)
        .isInstanceOfSatisfying(
            RollbackResult.RolledBack.class,
            done -> {
              assertThat(done.reverted()).isTrue();
              assertThat(done.tests().passed()).isEqualTo(10);
            });
    assertThat(world.published()).containsExactly("b");
    assertThat(world.recorded.get("demo-1-01").state()).isEqualTo(State.ROLLED_BACK);
    assertThat(world.recorded.get("demo-1-01").outcome())
        .isEqualTo("rolled back by anna: unwanted");
    assertThat(world.calls)
        .containsExactly(
            "planRollback",
            "openTarget",
            "prepareRollback",
            "measureBaseline",
            "verify",
            "advanceBranch",
            "publish",
            "recordImprovement",
            "closeTarget");
  }

  @Test
  void isRefusedWhenTestsFailWithoutTheImprovement() {
    world.needed.add("a");
    RollbackResult result = rollback("demo-1-01");
    assertThat(result)
        .isInstanceOfSatisfying(
            RollbackResult.Refused.class,
            refused -> assertThat(refused.code()).isEqualTo("tests-fail"));
    assertThat(world.published()).containsExactlyInAnyOrder("a", "b");
    assertThat(world.calls).doesNotContain("publish").endsWith("closeTarget");
  }

  @Test
  void whatIsNotThereIsRefused() {
    assertThat(rollback("demo-1-77")).isInstanceOf(RollbackResult.Refused.class);
    assertThat(world.calls).containsExactly("planRollback", "closeTarget");
  }

  @Test
  void anUnusableTargetIsRefused() {
    world.unusable = new Opening.Unusable("branch-checked-out", "it is checked out");
    assertThat(rollback("demo-1-01"))
        .isEqualTo(
            new RollbackResult.Refused("demo-1-01", "branch-checked-out", "it is checked out"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"prepareRollback", "verify", "advanceBranch", "publish"})
  void aFailingStepIsUndone(String step) {
    world.faults.put(step, World.failure(Failures.REF_MOVED));
    String before = world.mirror;
    assertThat(rollback("demo-1-01"))
        .isInstanceOfSatisfying(
            RollbackResult.Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(Failures.REF_MOVED));
    assertThat(world.published()).containsExactlyInAnyOrder("a", "b");
    assertThat(world.mirror).isEqualTo(before);
    assertThat(world.recorded.get("demo-1-01").state()).isEqualTo(State.VERIFIED);
    assertThat(world.calls).endsWith("closeTarget");
  }
}
