package dev.ratchet.api.testing;

import dev.ratchet.domain.Candidate;
import dev.ratchet.domain.GateResult;
import dev.ratchet.domain.Improvement;
import dev.ratchet.domain.ImprovementKind;
import dev.ratchet.domain.ImprovementType;
import dev.ratchet.domain.Principal;
import dev.ratchet.domain.RiskLevel;
import dev.ratchet.domain.TestCounts;
import dev.ratchet.domain.ValidationResult;
import dev.ratchet.domain.Verdict;
import dev.ratchet.workflow.control.Approval;
import dev.ratchet.workflow.control.Rejection;
import dev.ratchet.workflow.control.StopOrder;
import dev.ratchet.workflow.cycle.ImprovementCycleWorkflow;
import dev.ratchet.workflow.cycle.RunRequest;
import dev.ratchet.workflow.cycle.RunStatus;
import dev.ratchet.workflow.cycle.RunSummary;
import dev.ratchet.workflow.cycle.Stage;
import dev.ratchet.workflow.improvement.ImprovementReport;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A run whose one improvement waits for a person at once; approval or rejection ends the run, and
 * so does a stop. It remembers the approval in its message.
 */
public final class CycleDouble implements ImprovementCycleWorkflow {
  public static final String COMMIT = "c".repeat(40);

  private final RunRequest request;
  private final Instant startedAt = Instant.ofEpochMilli(Workflow.currentTimeMillis());
  private boolean paused;
  private String stopReason = "";
  private RunSummary.Outcome outcome;
  private String message = "";
  private Improvement.State state = Improvement.State.WAITING_FOR_APPROVAL;

  @WorkflowInit
  public CycleDouble(RunRequest request) {
    this.request = request;
  }

  @Override
  public RunSummary run(RunRequest same) {
    Workflow.await(() -> outcome != null);
    Workflow.await(Workflow::isEveryHandlerFinished);
    return new RunSummary(
        request.runId(),
        request.target().name(),
        outcome,
        message,
        request.by(),
        startedAt,
        Instant.ofEpochMilli(Workflow.currentTimeMillis()),
        "a".repeat(40),
        COMMIT,
        null,
        null,
        Found.analysis(),
        List.of(improvement()),
        1);
  }

  private Improvement improvement() {
    return improvement(request.runId(), request.target().name(), state);
  }

  public static Improvement improvement(String runId, String target, Improvement.State state) {
    String id = runId + "-01";
    Candidate candidate = new Candidate(id, "a".repeat(40), COMMIT, "d".repeat(40));
    GateResult gate =
        new GateResult("tests", true, Duration.ofSeconds(20), List.of(), Map.of("passed", "789"));
    ValidationResult validation =
        new ValidationResult(
            id,
            candidate,
            new Verdict.Accepted(),
            List.of(gate),
            new TestCounts(789, 0, 0, Duration.ofSeconds(20)),
            COMMIT,
            null,
            false);
    return new Improvement(
        id,
        runId,
        target,
        "rule:charset-constant",
        ImprovementType.CODE_QUALITY,
        ImprovementKind.RULE,
        "Use StandardCharsets",
        List.of("src/main/java/A.java"),
        "no lookup by name",
        RiskLevel.LOW,
        state,
        candidate,
        validation,
        "");
  }

  private void end(RunSummary.Outcome how, String why) {
    outcome = how;
    message = why;
  }

  @Override
  public void pause(Principal by) {
    paused = true;
  }

  @Override
  public void resume(Principal by) {
    paused = false;
  }

  @Override
  public void stop(StopOrder order) {
    stopReason = order.reason();
    end(RunSummary.Outcome.STOPPED, "stopped by " + order.by().id() + ": " + order.reason());
  }

  @Override
  public void report(ImprovementReport report) {}

  @Override
  public RunStatus approve(Approval approval) {
    state = Improvement.State.VERIFIED;
    end(RunSummary.Outcome.COMPLETED, approval.signed() + "\n" + approval.signature());
    return status();
  }

  @Override
  public void mayApprove(Approval approval) {
    if (approval.by().id().equals("refused")) {
      throw new IllegalArgumentException("not by you");
    }
  }

  @Override
  public RunStatus reject(Rejection rejection) {
    state = Improvement.State.REJECTED;
    end(RunSummary.Outcome.COMPLETED, "rejected: " + rejection.reason());
    return status();
  }

  @Override
  public void mayReject(Rejection rejection) {}

  @Override
  public RunStatus status() {
    return new RunStatus(
        request.runId(),
        request.target().name(),
        Stage.WAITING_FOR_APPROVAL,
        paused,
        "waiting for a person",
        startedAt,
        "a".repeat(40),
        null,
        List.of(improvement()),
        stopReason);
  }
}
