package dev.ratchet.workflow;

import dev.ratchet.workflow.control.EmergencyStopWorkflowImpl;
import dev.ratchet.workflow.cycle.ImprovementCycleWorkflowImpl;
import dev.ratchet.workflow.improvement.ImprovementWorkflowImpl;
import dev.ratchet.workflow.inspection.InspectionWorkflowImpl;
import dev.ratchet.workflow.performance.SystemAnalysisWorkflowImpl;
import dev.ratchet.workflow.rollback.RollbackWorkflowImpl;

/** All workflow implementations, for a worker to register. */
public final class Workflows {
  private Workflows() {}

  public static Class<?>[] implementations() {
    return new Class<?>[] {
      ImprovementCycleWorkflowImpl.class,
      ImprovementWorkflowImpl.class,
      RollbackWorkflowImpl.class,
      EmergencyStopWorkflowImpl.class,
      InspectionWorkflowImpl.class,
      SystemAnalysisWorkflowImpl.class
    };
  }
}
