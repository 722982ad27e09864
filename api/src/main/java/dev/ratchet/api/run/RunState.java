package dev.ratchet.api.run;

import io.temporal.api.enums.v1.WorkflowExecutionStatus;

/** Where a run's life is. */
public enum RunState {
  RUNNING,
  PAUSED,
  /** With a summary, which says how. */
  ENDED,
  /** Without one: its workflow broke. */
  BROKEN;

  static RunState of(WorkflowExecutionStatus status) {
    return switch (status) {
      case WORKFLOW_EXECUTION_STATUS_RUNNING, WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW -> RUNNING;
      case WORKFLOW_EXECUTION_STATUS_COMPLETED -> ENDED;
      default -> BROKEN;
    };
  }
}
