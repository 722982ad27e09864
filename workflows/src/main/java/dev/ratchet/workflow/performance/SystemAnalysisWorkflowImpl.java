package dev.ratchet.workflow.performance;

import dev.ratchet.workflow.ActivityStubs;
import dev.ratchet.workflow.performance.SystemPerformanceActivities.SystemAnalysis;
import io.temporal.common.VersioningBehavior;
import io.temporal.workflow.WorkflowVersioningBehavior;
import java.time.Duration;

/** See {@link SystemAnalysisWorkflow}. */
public final class SystemAnalysisWorkflowImpl implements SystemAnalysisWorkflow {
  @Override
  @WorkflowVersioningBehavior(VersioningBehavior.AUTO_UPGRADE)
  public SystemAnalysis analyze(String homeId) {
    return new ActivityStubs(homeId, Duration.ofMinutes(1))
        .system("look at Ratchet's own performance")
        .analyzeSystemPerformance();
  }
}
