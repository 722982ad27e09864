package dev.ratchet.api.improvement;

import dev.ratchet.api.http.ApiLimits;
import dev.ratchet.api.http.Patience;
import dev.ratchet.api.http.ProblemException;
import dev.ratchet.domain.Candidate;
import dev.ratchet.domain.Improvement;
import dev.ratchet.domain.Principal;
import dev.ratchet.platform.access.Signature;
import dev.ratchet.workflow.control.Approval;
import dev.ratchet.workflow.control.Rejection;
import dev.ratchet.workflow.cycle.ImprovementCycleWorkflow;
import dev.ratchet.workflow.cycle.RunStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.ApplicationFailure;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A person's yes or no to what waits for it. Thread-safe. */
public final class Decisions {
  private static final Logger log = LoggerFactory.getLogger(Decisions.class);

  private final WorkflowClient temporal;
  private final Signature signature;
  private final InstantSource clock;

  public Decisions(WorkflowClient temporal, Signature signature, InstantSource clock) {
    this.temporal = temporal;
    this.signature = signature;
    this.clock = clock;
  }

  /**
   * Approves the commit, and with it those below it in its stack.
   *
   * @throws ProblemException 409 when it does not wait, or another commit does
   */
  RunStatus approve(Improvement improvement, String commit, Principal by) {
    requireWaiting(improvement);
    Candidate candidate = improvement.candidate();
    if (candidate == null || !candidate.commit().equals(commit)) {
      throw ProblemException.conflict(
          "other-commit",
          "what waits is the commit %s of %s, not %s: look at its diff again"
              .formatted(
                  candidate == null ? "none" : candidate.commit(), improvement.id(), commit));
    }
    Approval approval = sign(improvement, commit, by);
    RunStatus status = ask(() -> run(improvement).approve(approval));
    log.info("improvement={} commit={} by={} approved=true", improvement.id(), commit, by.id());
    return status;
  }

  private Approval sign(Improvement improvement, String commit, Principal by) {
    Approval draft =
        new Approval(
            improvement.runId(),
            improvement.id(),
            commit,
            by,
            clock.instant().truncatedTo(ChronoUnit.MILLIS),
            "");
    return new Approval(
        draft.runId(),
        draft.improvementId(),
        draft.commit(),
        draft.by(),
        draft.at(),
        signature.sign(draft.signed()));
  }

  /**
   * Refuses the improvement; those above it in its stack are tried again without it.
   *
   * @throws ProblemException 409 when it does not wait
   */
  RunStatus reject(Improvement improvement, String reason, Principal by) {
    requireWaiting(improvement);
    Rejection rejection = new Rejection(improvement.runId(), improvement.id(), by, reason);
    RunStatus status = ask(() -> run(improvement).reject(rejection));
    log.info("improvement={} by={} rejected=true", improvement.id(), by.id());
    return status;
  }

  private static void requireWaiting(Improvement improvement) {
    if (improvement.state() != Improvement.State.WAITING_FOR_APPROVAL) {
      throw ProblemException.conflict(
          "not-waiting",
          "%s does not wait for anybody: it is %s"
              .formatted(improvement.id(), improvement.state()));
    }
  }

  private ImprovementCycleWorkflow run(Improvement improvement) {
    return temporal.newWorkflowStub(ImprovementCycleWorkflow.class, improvement.runId());
  }

  private static RunStatus ask(Supplier<RunStatus> update) {
    try {
      return Patience.atMost(ApiLimits.WORKER, update);
    } catch (WorkflowUpdateException refused) {
      String reason =
          refused.getCause() instanceof ApplicationFailure failure
              ? failure.getOriginalMessage()
              : "the run refused";
      throw ProblemException.conflict("run-refused", reason);
    }
  }
}
