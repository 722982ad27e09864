package dev.ratchet.api.testing;

import dev.ratchet.domain.Candidate;
import dev.ratchet.domain.Improvement;
import dev.ratchet.domain.Principal;
import dev.ratchet.domain.TestCounts;
import dev.ratchet.platform.object.ObjectStore;
import dev.ratchet.workflow.analysis.AnalysisActivities;
import dev.ratchet.workflow.control.EmergencyStopWorkflow;
import dev.ratchet.workflow.control.StopOrder;
import dev.ratchet.workflow.cycle.RunSummary;
import dev.ratchet.workflow.improvement.ImprovementRequest;
import dev.ratchet.workflow.improvement.ImprovementWorkflow;
import dev.ratchet.workflow.inspection.InspectionWorkflow;
import dev.ratchet.workflow.rollback.RollbackRequest;
import dev.ratchet.workflow.rollback.RollbackResult;
import dev.ratchet.workflow.rollback.RollbackWorkflow;
import io.temporal.activity.ActivityOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The smaller workflows as tests need them. */
public final class OtherDoubles {
  private OtherDoubles() {}

  public static Class<?>[] all() {
    return new Class<?>[] {
      CycleDouble.class, Inspecting.class, RollingBack.class, Stopping.class, Proposing.class
    };
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

  /** An improvement that only proposes; its diff stands in its history. */
  public static final class Proposing implements ImprovementWorkflow {
    @Override
    public Improvement improve(ImprovementRequest request) {
      AnalysisActivities analysis =
          Workflow.newActivityStub(
              AnalysisActivities.class,
              ActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofSeconds(10)).build());
      analysis.propose(
          new AnalysisActivities.ProposalRequest(
              request.target(),
              request.runId(),
              request.improvementId(),
              null,
              request.base(),
              request.analyzed(),
              null,
              null,
              request.at()));
      return CycleDouble.improvement(
          request.runId(), request.target().name(), Improvement.State.VERIFIED);
    }

    @Override
    public void moveTo(String base) {}

    @Override
    public void decide(Improvement improvement) {}

    @Override
    public void rest() {}

    @Override
    public Improvement improvement() {
      throw new IllegalStateException("nobody asks");
    }
  }

  /** Proposes the commit of {@link CycleDouble} with a diff that it puts into the store. */
  public static final class Analysing implements AnalysisActivities {
    public static final String DIFF =
        "--- a/A.java\n+++ b/A.java\n@@ -1 +1 @@\n-\"UTF-8\"\n+UTF_8\n";

    private final ObjectStore objects;

    public Analysing(ObjectStore objects) {
      this.objects = objects;
    }

    @Override
    public Analysis analyze(AnalysisRequest request) {
      throw new IllegalStateException("nobody asks");
    }

    @Override
    public Proposal propose(ProposalRequest request) {
      Candidate candidate =
          CycleDouble.improvement(
                  request.runId(), request.target().name(), Improvement.State.VERIFIED)
              .candidate();
      return new Proposal.Proposed(
          candidate, List.of("A.java"), 1, 1, objects.put(DIFF), "key", "Use StandardCharsets");
    }
  }
}
