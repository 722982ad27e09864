package dev.ratchet.api.run;

import dev.ratchet.api.http.ProblemException;
import dev.ratchet.domain.Principal;
import dev.ratchet.domain.Target;
import dev.ratchet.platform.target.RunNumbers;
import dev.ratchet.workflow.SearchAttributes;
import dev.ratchet.workflow.TaskQueues;
import dev.ratchet.workflow.control.StopOrder;
import dev.ratchet.workflow.cycle.ImprovementCycleWorkflow;
import dev.ratchet.workflow.cycle.RunRequest;
import dev.ratchet.workflow.cycle.Stage;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowOptions;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts and steers runs. Thread-safe. */
public final class Runs {
  private static final Logger log = LoggerFactory.getLogger(Runs.class);

  private final WorkflowClient temporal;
  private final RunNumbers numbers;
  private final RunReader reader;
  private final String homeId;
  private final InstantSource clock;

  public Runs(
      WorkflowClient temporal,
      RunNumbers numbers,
      RunReader reader,
      String homeId,
      InstantSource clock) {
    this.temporal = temporal;
    this.numbers = numbers;
    this.reader = reader;
    this.homeId = homeId;
    this.clock = clock;
  }

  /** An id that no run of the target had, as far as Redis, Temporal and the mirror remember. */
  public String reserve(Target target) {
    long number = numbers.next(target.name());
    // The first number, or one that is taken, may mean that Redis lost its count.
    if (number == 1 || reader.open(Ids.runId(target.name(), number)).isPresent()) {
      long highest = highest(target);
      number = highest < number ? number : numbers.nextAbove(target.name(), highest);
    }
    return Ids.runId(target.name(), number);
  }

  private long highest(Target target) {
    return reader.knownRuns(target.name()).stream()
        .mapToLong(runId -> Ids.number(target.name(), runId))
        .max()
        .orElse(0);
  }

  /**
   * Starts the run with the reserved id, or finds that a repeated request started it already.
   *
   * @return the run's id
   */
  public String start(String runId, Target target, RunOrder order, Principal by, boolean repeated) {
    RunRequest request =
        new RunRequest(
            runId,
            target,
            homeId,
            by,
            clock.instant(),
            order.approval(),
            order.whenBusy() != RunOrder.WhenBusy.REFUSE,
            order.improvements(),
            order.only());
    try {
      WorkflowClient.start(workflow(runId, target)::run, request);
      log.info("run={} target={} by={} started=true", runId, target.name(), by.id());
      return runId;
    } catch (WorkflowExecutionAlreadyStarted taken) {
      if (repeated) {
        return runId;
      }
      throw ProblemException.unavailable(
          "run-id-taken", "the id %s was taken meanwhile: send the request again".formatted(runId));
    }
  }

  private ImprovementCycleWorkflow workflow(String runId, Target target) {
    return temporal.newWorkflowStub(
        ImprovementCycleWorkflow.class,
        WorkflowOptions.newBuilder()
            .setWorkflowId(runId)
            .setTaskQueue(TaskQueues.WORKFLOWS)
            .setWorkflowIdReusePolicy(
                WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
            .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_FAIL)
            .setStaticSummary("Improve " + target.name())
            .setTypedSearchAttributes(
                io.temporal.common.SearchAttributes.newBuilder()
                    .set(SearchAttributes.TARGET, target.name())
                    .set(SearchAttributes.STAGE, Stage.OPENING.name())
                    .build())
            .build());
  }

  /**
   * @throws ProblemException 409 that names a run which has the target
   */
  public void refuseIfBusy(Target target) {
    List<String> open = reader.openRuns(target.name());
    if (!open.isEmpty()) {
      throw ProblemException.conflict(
          "target-busy",
          "%s is in use by the run %s: wait for it, or stop it"
              .formatted(target.name(), String.join(", ", open)));
    }
  }

  public void pause(String runId, Principal by) {
    steerable(runId).pause(by);
    log.info("run={} by={} paused=true", runId, by.id());
  }

  public void resume(String runId, Principal by) {
    steerable(runId).resume(by);
    log.info("run={} by={} resumed=true", runId, by.id());
  }

  public void stop(String runId, Principal by, String reason) {
    steerable(runId).stop(new StopOrder(by, reason, clock.instant()));
    log.info("run={} by={} stopped=true", runId, by.id());
  }

  /** The open run, which takes signals without a worker too. */
  ImprovementCycleWorkflow steerable(String runId) {
    boolean open = reader.open(runId).orElseThrow(() -> RunReader.noSuchRun(runId));
    if (!open) {
      throw ProblemException.conflict(
          "run-ended", "the run '%s' has ended; only open runs can be steered".formatted(runId));
    }
    return temporal.newWorkflowStub(ImprovementCycleWorkflow.class, runId);
  }
}
