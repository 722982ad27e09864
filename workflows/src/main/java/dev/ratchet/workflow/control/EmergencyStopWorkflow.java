package dev.ratchet.workflow.control;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Open exactly while the emergency stop is engaged; read by Describe, which needs no worker. */
@WorkflowInterface
public interface EmergencyStopWorkflow {
  String ID = "emergency-stop";

  /** Ends when released; returns the release. */
  @WorkflowMethod
  StopOrder engage(StopOrder order);

  @QueryMethod
  StopOrder order();

  @UpdateMethod
  StopOrder release(StopOrder release);

  @UpdateValidatorMethod(updateName = "release")
  void mayRelease(StopOrder release);
}
