package dev.ratchet.workflow.cycle;

import dev.ratchet.domain.Principal;
import dev.ratchet.workflow.control.Approval;
import dev.ratchet.workflow.control.Rejection;
import dev.ratchet.workflow.control.StopOrder;
import dev.ratchet.workflow.improvement.ImprovementReport;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * One run of the engine over one target. Its workflow id is the run's id, for example
 * "json-java-7".
 */
@WorkflowInterface
public interface ImprovementCycleWorkflow {
  @WorkflowMethod
  RunSummary run(RunRequest request);

  /** Nothing new is started; what runs ends first. */
  @SignalMethod
  void pause(Principal by);

  @SignalMethod
  void resume(Principal by);

  /**
   * Ends the run: what is being tried is given up, a half-applied stack is undone, what is applied
   * and verified stays.
   */
  @SignalMethod
  void stop(StopOrder order);

  /** From a child: it has a candidate, or has none. */
  @SignalMethod
  void report(ImprovementReport report);

  @UpdateMethod
  RunStatus approve(Approval approval);

  @UpdateValidatorMethod(updateName = "approve")
  void mayApprove(Approval approval);

  @UpdateMethod
  RunStatus reject(Rejection rejection);

  @UpdateValidatorMethod(updateName = "reject")
  void mayReject(Rejection rejection);

  @QueryMethod
  RunStatus status();
}
