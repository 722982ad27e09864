package dev.ratchet.workflow.cycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ratchet.domain.ApprovalPolicy;
import dev.ratchet.domain.Improvement;
import dev.ratchet.domain.Improvement.State;
import dev.ratchet.domain.Principal;
import dev.ratchet.domain.Target;
import dev.ratchet.workflow.Failures;
import dev.ratchet.workflow.Payloads;
import dev.ratchet.workflow.TaskQueues;
import dev.ratchet.workflow.Workflows;
import dev.ratchet.workflow.control.Approval;
import dev.ratchet.workflow.control.EmergencyStopWorkflow;
import dev.ratchet.workflow.control.Rejection;
import dev.ratchet.workflow.control.StopOrder;
import dev.ratchet.workflow.rollback.RollbackRequest;
import dev.ratchet.workflow.rollback.RollbackWorkflow;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Yesterday's histories against today's workflows. A run stays on the build that started it, so a
 * change of what a workflow commands breaks no run; but it must be meant. Where it is, the history
 * is deleted and recorded anew with {@code -Dratchet.record=true}, in the same commit; those that
 * exist stay.
 */
class ReplayTest {
  private static final Path HISTORIES = Path.of("src/test/resources/histories");
  private static final Principal ANNA =
      new Principal("anna", Principal.Kind.HUMAN, Set.of(Principal.Role.ADMIN));
  private static final Target TARGET = new Target("demo", "somewhere", null, false);
  private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");

  static Stream<Path> histories() throws IOException {
    try (Stream<Path> files = Files.list(HISTORIES)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("histories")
  void goesTheSameWayAgain(Path history) throws Exception {
    replay(Files.readString(history));
  }

  @Test
  void wouldNoticeAnotherWay() throws Exception {
    String other =
        Files.readString(HISTORIES.resolve("plain.json"))
            .replace("\"MeasureBaseline\"", "\"MeasureSomethingElse\"");
    assertThatThrownBy(() -> replay(other)).isInstanceOf(Exception.class);
  }

  private static void replay(String json) throws Exception {
    TestEnvironmentOptions options =
        TestEnvironmentOptions.newBuilder()
            .setWorkflowClientOptions(
                WorkflowClientOptions.newBuilder()
                    .setDataConverter(Payloads.dataConverter())
                    .build())
            .build();
    try (TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance(options)) {
      Worker worker = environment.newWorker(TaskQueues.WORKFLOWS);
      worker.registerWorkflowImplementationTypes(Workflows.implementations());
      WorkflowReplayer.replayWorkflowExecution(WorkflowExecutionHistory.fromJson(json), worker);
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "ratchet.record", matches = "true")
  void record() throws Exception {
    Files.createDirectories(HISTORIES);
    try (Recording plain = new Recording()) {
      plain.run();
      plain.keep("demo-1", "plain");
      plain.keep("demo-1-02", "improvement-verified");
      plain
          .stub(RollbackWorkflow.class, "rollback-demo-1-02")
          .rollback(new RollbackRequest(TARGET, "home", "demo-1-02", ANNA, "unwanted", AT));
      plain.keep("rollback-demo-1-02", "rollback");
    }
    try (Recording faulty = new Recording()) {
      faulty.world.bad.addAll(Set.of("b", "verify:d"));
      faulty.run();
      faulty.keep("demo-1", "bisected-and-red-verification");
      faulty.keep("demo-1-05", "improvement-moved");
    }
    try (Recording moved = new Recording()) {
      moved.world.faults.put("publish", World.failure(Failures.REF_MOVED));
      moved.run();
      moved.keep("demo-1", "branch-moved");
    }
    try (Recording failed = new Recording()) {
      failed.world.faults.put("verify", World.failure("Broken"));
      failed.run();
      failed.keep("demo-1", "failed-and-undone");
    }
    try (Recording asking = new Recording()) {
      asking.world.approval = ApprovalPolicy.ALL;
      ImprovementCycleWorkflow run = asking.waiting();
      run.pause(ANNA);
      run.resume(ANNA);
      Improvement second = run.status().improvements().get(1);
      run.approve(
          new Approval("demo-1", second.id(), second.candidate().commit(), ANNA, AT, "signed"));
      while (asking.world.published().size() < 2) {
        Thread.sleep(20);
      }
      run.reject(new Rejection("demo-1", "demo-1-05", ANNA, "no"));
      run.stop(new StopOrder(ANNA, "enough", AT));
      WorkflowStub.fromTyped(run).getResult(RunSummary.class);
      asking.keep("demo-1", "approved-rejected-stopped");
    }
    try (Recording continued = new Recording()) {
      // The last part alone: it begins with what the first one handed on.
      continued.world.optimizations.clear();
      for (int i = 1; i <= StackProcess.STACKS + 1; i++) {
        continued.world.optimizations.add(World.optimization("n" + i, "a.java"));
      }
      continued.world.optimizations.add(StackProcess.STACKS, World.optimization("above", "b.java"));
      continued.world.bad.add("verify:n" + StackProcess.STACKS);
      continued.run();
      continued.keep("demo-1", "continued-last-part");
    }
    try (Recording emergency = new Recording()) {
      EmergencyStopWorkflow stop =
          emergency.stub(EmergencyStopWorkflow.class, EmergencyStopWorkflow.ID);
      WorkflowClient.start(stop::engage, new StopOrder(ANNA, "smoke", AT));
      stop.release(new StopOrder(ANNA, "no fire", AT));
      WorkflowStub.fromTyped(stop).getResult(StopOrder.class);
      emergency.keep(EmergencyStopWorkflow.ID, "emergency-stop");
    }
    assertThat(histories()).hasSizeGreaterThanOrEqualTo(10);
  }

  private static final class Recording implements AutoCloseable {
    final World world = new World();
    final TestWorkflowEnvironment environment = Environments.start(world);

    Recording() {
      for (String title : List.of("a", "b", "c", "d", "e")) {
        world.optimizations.add(World.optimization(title, title + ".java"));
      }
    }

    <T> T stub(Class<T> type, String id) {
      return environment
          .getWorkflowClient()
          .newWorkflowStub(
              type,
              WorkflowOptions.newBuilder()
                  .setWorkflowId(id)
                  .setTaskQueue(TaskQueues.WORKFLOWS)
                  .build());
    }

    private static RunRequest request() {
      return new RunRequest("demo-1", TARGET, "home", ANNA, AT, null, true, null, null);
    }

    void run() {
      stub(ImprovementCycleWorkflow.class, "demo-1").run(request());
    }

    ImprovementCycleWorkflow waiting() throws InterruptedException {
      ImprovementCycleWorkflow run = stub(ImprovementCycleWorkflow.class, "demo-1");
      WorkflowClient.start(run::run, request());
      while (run.status().improvements().stream()
              .filter(i -> i.state() == State.WAITING_FOR_APPROVAL)
              .count()
          < 5) {
        Thread.sleep(20);
      }
      return run;
    }

    void keep(String workflowId, String name) throws IOException {
      Path file = HISTORIES.resolve(name + ".json");
      if (!Files.exists(file)) {
        Files.writeString(
            file, environment.getWorkflowClient().fetchHistory(workflowId).toJson(true));
      }
    }

    @Override
    public void close() {
      environment.close();
    }
  }
}
