package dev.ratchet.worker;

import dev.ratchet.domain.Principal;
import dev.ratchet.platform.control.Latch;
import dev.ratchet.workflow.TaskQueues;
import dev.ratchet.workflow.control.EmergencyStopWorkflow;
import dev.ratchet.workflow.control.StopOrder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowOptions;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Workflows as Temporal describes them: the emergency stop's, and whether a run's is open. */
final class TemporalStopRecord implements EmergencyGuard.StopRecord {
  /** A server that answers slower than this counts as not readable for this look. */
  private static final long SECONDS = 3;

  private final WorkflowClient client;

  TemporalStopRecord(WorkflowClient client) {
    this.client = client;
  }

  @Override
  public boolean engaged() {
    return open(EmergencyStopWorkflow.ID);
  }

  /** Whether the workflow is running. */
  boolean open(String workflowId) {
    try {
      return client
              .getWorkflowServiceStubs()
              .blockingStub()
              .withDeadlineAfter(SECONDS, TimeUnit.SECONDS)
              .describeWorkflowExecution(
                  DescribeWorkflowExecutionRequest.newBuilder()
                      .setNamespace(client.getOptions().getNamespace())
                      .setExecution(WorkflowExecution.newBuilder().setWorkflowId(workflowId))
                      .build())
              .getWorkflowExecutionInfo()
              .getStatus()
          == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public void engage(Latch.Order order) {
    EmergencyStopWorkflow workflow =
        client.newWorkflowStub(
            EmergencyStopWorkflow.class,
            WorkflowOptions.newBuilder()
                .setWorkflowId(EmergencyStopWorkflow.ID)
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .setStaticSummary("Emergency stop: " + order.reason())
                .build());
    Principal by = new Principal(order.by(), Principal.Kind.HUMAN, Set.of(Principal.Role.ADMIN));
    try {
      WorkflowClient.start(workflow::engage, new StopOrder(by, order.reason(), order.at()));
    } catch (WorkflowExecutionAlreadyStarted known) {
      // Another worker was first.
    }
  }
}
