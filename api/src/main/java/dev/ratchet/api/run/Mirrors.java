package dev.ratchet.api.run;

import dev.ratchet.api.http.ApiLimits;
import dev.ratchet.api.http.Patience;
import dev.ratchet.domain.Improvement;
import dev.ratchet.domain.Target;
import dev.ratchet.workflow.TaskQueues;
import dev.ratchet.workflow.cycle.RunSummary;
import dev.ratchet.workflow.inspection.InspectionWorkflow;
import dev.ratchet.workflow.inspection.InspectionWorkflow.Inspection;
import dev.ratchet.workflow.inspection.InspectionWorkflow.InspectionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what the targets' mirrors keep, through a worker of their home. Thread-safe. */
public final class Mirrors {
  private final WorkflowClient temporal;
  private final String homeId;

  public Mirrors(WorkflowClient temporal, String homeId) {
    this.temporal = temporal;
    this.homeId = homeId;
  }

  /**
   * The latest runs of a target, at most this many.
   *
   * @throws dev.ratchet.api.http.ProblemException 503 when no worker answers in time
   */
  public List<RunSummary> runs(Target target, int limit, Duration patience) {
    return inspect(target, null, limit, patience).runs();
  }

  /** As the latest note on it says. */
  public Optional<Improvement> improvement(Target target, String improvementId) {
    return Optional.ofNullable(inspect(target, improvementId, 1, ApiLimits.WORKER).improvement());
  }

  private Inspection inspect(
      Target target, @Nullable String improvementId, int limit, Duration patience) {
    InspectionWorkflow workflow =
        temporal.newWorkflowStub(
            InspectionWorkflow.class,
            WorkflowOptions.newBuilder()
                .setWorkflowId("inspection-" + target.name() + "-" + UUID.randomUUID())
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .setWorkflowExecutionTimeout(patience)
                .setStaticSummary("Read what the mirror of " + target.name() + " keeps")
                .build());
    InspectionRequest request = new InspectionRequest(target, homeId, improvementId, limit);
    return Patience.atMost(patience, () -> workflow.inspect(request));
  }
}
