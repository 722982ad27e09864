package dev.ratchet.workflow.inspection;

import dev.ratchet.domain.Improvement;
import dev.ratchet.domain.Target;
import dev.ratchet.workflow.cycle.RunSummary;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the mirror of a target keeps, through a worker of its home; short and without effect.
 */
@WorkflowInterface
public interface InspectionWorkflow {
  @WorkflowMethod
  Inspection inspect(InspectionRequest request);

  /**
   * @param improvementId the one to read; null to read the latest runs instead
   */
  record InspectionRequest(
      Target target, String homeId, @Nullable String improvementId, int limit) {}

  record Inspection(List<RunSummary> runs, @Nullable Improvement improvement) {
    public Inspection {
      runs = List.copyOf(runs);
    }
  }
}
