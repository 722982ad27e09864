package dev.ratchet.workflow.cycle;

import dev.ratchet.domain.Improvement;
import dev.ratchet.domain.Improvement.State;
import dev.ratchet.domain.Principal;
import dev.ratchet.domain.Target;
import dev.ratchet.workflow.TaskQueues;
import dev.ratchet.workflow.control.Approval;
import dev.ratchet.workflow.control.StopOrder;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestWorkflowEnvironment;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** One run over a world of its own, which suggests the improvements a to e, a file each. */
final class CycleRun implements AutoCloseable {
  static final Principal ANNA =
      new Principal("anna", Principal.Kind.HUMAN, Set.of(Principal.Role.ADMIN));
  static final Principal GUEST =
      new Principal("guest", Principal.Kind.HUMAN, Set.of(Principal.Role.USER));
  static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");
  static final Target TARGET = new Target("demo", "somewhere", null, false);
  static final String ID = "demo-1";

  final World world = new World();
  final TestWorkflowEnvironment environment = Environments.start(world);
  final ImprovementCycleWorkflow workflow = stub(environment, ID);

  CycleRun() {
    for (String title : List.of("a", "b", "c", "d", "e")) {
      world.optimizations.add(World.optimization(title, title + ".java"));
    }
  }

  static ImprovementCycleWorkflow stub(TestWorkflowEnvironment environment, String id) {
    return environment
        .getWorkflowClient()
        .newWorkflowStub(
            ImprovementCycleWorkflow.class,
            WorkflowOptions.newBuilder()
                .setWorkflowId(id)
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .build());
  }

  static RunRequest request(String id) {
    return new RunRequest(id, TARGET, "home", ANNA, AT, null, true, null, null);
  }

  static StopOrder enough() {
    return new StopOrder(ANNA, "enough", AT);
  }

  static Approval approval(Improvement improvement, Principal by) {
    return new Approval(
        improvement.runId(), improvement.id(), improvement.candidate().commit(), by, AT, "signed");
  }

  static List<String> titles(RunSummary summary, State state) {
    return summary.improvements().stream()
        .filter(i -> i.state() == state)
        .map(Improvement::description)
        .toList();
  }

  RunSummary run() {
    return workflow.run(request(ID));
  }

  void start() {
    WorkflowClient.start(workflow::run, request(ID));
  }

  RunSummary end() {
    return WorkflowStub.fromTyped(workflow).getResult(RunSummary.class);
  }

  /** The run as others address it: by its id alone. */
  ImprovementCycleWorkflow other() {
    return environment.getWorkflowClient().newWorkflowStub(ImprovementCycleWorkflow.class, ID);
  }

  void waitFor(State state, int count) throws InterruptedException {
    while (other().status().improvements().stream().filter(i -> i.state() == state).count()
        != count) {
      Thread.sleep(20);
    }
  }

  /** The improvement as it waits on its new base. */
  Improvement moved(int index, String base) throws InterruptedException {
    while (true) {
      Improvement now = workflow.status().improvements().get(index);
      if (now.state() == State.WAITING_FOR_APPROVAL && now.candidate().base().equals(base)) {
        return now;
      }
      Thread.sleep(20);
    }
  }

  /** Waits until the run has done what it does on the latest event of the type. */
  void awaitTakenIn(EventType type) {
    awaitTakenIn(environment, ID, type);
  }

  static void awaitTakenIn(TestWorkflowEnvironment environment, String id, EventType type) {
    try {
      while (!takenIn(environment.getWorkflowClient().fetchHistory(id).getEvents(), type)) {
        Thread.sleep(10);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean takenIn(List<HistoryEvent> events, EventType type) {
    List<EventType> types = events.stream().map(HistoryEvent::getEventType).toList();
    int sent = types.lastIndexOf(type);
    if (sent < 0) {
      return false;
    }
    List<EventType> since = types.subList(sent, types.size());
    int started = since.indexOf(EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED);
    return started > 0 && since.lastIndexOf(EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED) > started;
  }

  @Override
  public void close() {
    environment.close();
  }
}
