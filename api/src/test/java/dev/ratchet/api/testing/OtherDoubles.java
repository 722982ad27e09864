package dev.ratchet.api.testing;

import dev.ratchet.domain.Improvement;
import dev.ratchet.domain.Principal;
import dev.ratchet.domain.TestCounts;
import dev.ratchet.workflow.control.EmergencyStopWorkflow;
import dev.ratchet.workflow.control.StopOrder;
import dev.ratchet.workflow.cycle.RunSummary;
import dev.ratchet.workflow.inspection.InspectionWorkflow;
import dev.ratchet.workflow.rollback.RollbackRequest;
import dev.ratchet.workflow.rollback.RollbackResult;
import dev.ratchet.workflow.rollback.RollbackWorkflow;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Instant;
import java.util.List;

/** The smaller workflows as tests need them. */
public final class OtherDoubles {
  private OtherDoubles() {}

  public static Class<?>[] all() {
    return new Class<?>[] {CycleDouble.class, Inspecting.class, RollingBack.class, Stopping.class};
  }

  /** A mirror that keeps one run of the target "old", number 41, and knows its improvement. */
  public static final class Inspecting implements InspectionWorkflow {
    @Override
    public Inspection inspect(InspectionRequest request) {
      boolean known = request.target().name().equals("old");
      if (request.improvementId() != null) {
        boolean asked = known && request.improvementId().equals("old-41-01");
        return new Inspection(
            List.of(),
            asked ? CycleDouble.improvement("old-41", "old", Improvement.State.ROLLED_BACK) : null);
      }
      return new Inspection(known ? List.of(summary()) : List.of(), null);
    }

    private static RunSummary summary() {
      return new RunSummary(
          "old-41",
          "old",
          RunSummary.Outcome.COMPLETED,
          "long ago",
          Principal.ENGINE,
          Instant.parse("2026-01-01T00:00:00Z"),
          Instant.parse("2026-01-01T00:10:00Z"),
          null,
          null,
          null,
          null,
          null,
          List.of(CycleDouble.improvement("old-41", "old", Improvement.State.VERIFIED)),
          1);
    }
  }

  public static final class RollingBack implements RollbackWorkflow {
    @Override
    public RollbackResult rollback(RollbackRequest request) {
      return request.reason().equals("refuse")
          ? new RollbackResult.Refused(request.improvementId(), "not-applied", "never applied")
          : new RollbackResult.RolledBack(
              request.improvementId(), "e".repeat(40), true, TestCounts.NONE);
    }

    @Override
    public String doing() {
      return "rolling back";
    }
  }

  public static final class Stopping implements EmergencyStopWorkflow {
    private final StopOrder order;
    private StopOrder release;

    @WorkflowInit
    public Stopping(StopOrder order) {
      this.order = order;
    }

    @Override
    public StopOrder engage(StopOrder same) {
      Workflow.await(() -> release != null && Workflow.isEveryHandlerFinished());
      return release;
    }

    @Override
    public StopOrder order() {
      return order;
    }

    @Override
    public StopOrder release(StopOrder by) {
      release = by;
      return by;
    }

    @Override
    public void mayRelease(StopOrder by) {}
  }
}
