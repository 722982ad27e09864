package dev.ratchet.workflow.performance;

import dev.ratchet.workflow.performance.SystemPerformanceActivities.SystemAnalysis;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Looks at this system's own performance once; a schedule starts it. */
@WorkflowInterface
public interface SystemAnalysisWorkflow {
  /** Of the schedule, and of the workflows that it starts before their time. */
  String ID = "system-analysis";

  /**
   * @param homeId of the home whose worker looks
   */
  @WorkflowMethod
  SystemAnalysis analyze(String homeId);
}
