package dev.ratchet.workflow.rollback;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Undoes one applied improvement: takes the branch back, or commits a revert when it moved on; then
 * builds and tests.
 */
@WorkflowInterface
public interface RollbackWorkflow {
  @WorkflowMethod
  RollbackResult rollback(RollbackRequest request);

  @QueryMethod
  String doing();
}
