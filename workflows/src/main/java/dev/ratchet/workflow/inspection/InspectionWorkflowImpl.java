package dev.ratchet.workflow.inspection;

import dev.ratchet.workflow.ActivityStubs;
import dev.ratchet.workflow.repository.RepositoryActivities;
import io.temporal.common.VersioningBehavior;
import io.temporal.workflow.WorkflowVersioningBehavior;
import java.time.Duration;
import java.util.List;

/** See {@link InspectionWorkflow}. */
public final class InspectionWorkflowImpl implements InspectionWorkflow {
  @Override
  @WorkflowVersioningBehavior(VersioningBehavior.AUTO_UPGRADE)
  public Inspection inspect(InspectionRequest request) {
    RepositoryActivities repository =
        new ActivityStubs(request.homeId(), Duration.ofMinutes(1)).repository("read the mirror");
    String improvementId = request.improvementId();
    return improvementId == null
        ? new Inspection(repository.readRuns(request.target(), request.limit()), null)
        : new Inspection(List.of(), repository.readImprovement(request.target(), improvementId));
  }
}
