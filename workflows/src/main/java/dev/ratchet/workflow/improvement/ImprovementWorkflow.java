package dev.ratchet.workflow.improvement;

import dev.ratchet.domain.Improvement;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * One improvement over its life; a child of the run that took it up. Its workflow id is the
 * improvement's id.
 */
@WorkflowInterface
public interface ImprovementWorkflow {
  /**
   * Proposes on the request's base, runs the cheap gates, reports to the run, and does as it is
   * told until the end.
   */
  @WorkflowMethod
  Improvement improve(ImprovementRequest request);

  /** From the run: make a new candidate on another base. */
  @SignalMethod
  void moveTo(String base);

  /** From the run: what became of the latest candidate; a final state ends the workflow. */
  @SignalMethod
  void decide(Improvement improvement);

  /**
   * From the run, between stacks: end now, with nothing decided. The run's next part starts this
   * workflow anew.
   */
  @SignalMethod
  void rest();

  @QueryMethod
  Improvement improvement();
}
