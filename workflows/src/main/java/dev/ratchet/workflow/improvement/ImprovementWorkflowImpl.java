package dev.ratchet.workflow.improvement;

import dev.ratchet.domain.Candidate;
import dev.ratchet.domain.GateResult;
import dev.ratchet.domain.Improvement;
import dev.ratchet.domain.Improvement.State;
import dev.ratchet.domain.TestCounts;
import dev.ratchet.domain.ValidationResult;
import dev.ratchet.domain.Verdict;
import dev.ratchet.workflow.ActivityStubs;
import dev.ratchet.workflow.SearchAttributes;
import dev.ratchet.workflow.analysis.AnalysisActivities.Proposal;
import dev.ratchet.workflow.analysis.AnalysisActivities.ProposalRequest;
import dev.ratchet.workflow.cycle.ImprovementCycleWorkflow;
import dev.ratchet.workflow.repository.RepositoryActivities.RememberedFailure;
import dev.ratchet.workflow.trial.TrialActivities.CheckRequest;
import io.temporal.common.VersioningBehavior;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.SignalExternalWorkflowException;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import io.temporal.workflow.WorkflowVersioningBehavior;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** See {@link ImprovementWorkflow}. */
public final class ImprovementWorkflowImpl implements ImprovementWorkflow {
  private final ImprovementRequest request;
  private final ActivityStubs activities;
  private Improvement improvement;
  private @Nullable String nextBase;
  private @Nullable CancellationScope attempt;
  private boolean over;
  private boolean resting;

  @WorkflowInit
  public ImprovementWorkflowImpl(ImprovementRequest request) {
    this.request = request;
    this.activities = new ActivityStubs(request.homeId(), request.settings().budget().buildTime());
    this.improvement = Improvements.proposed(request);
    this.nextBase = request.base();
  }

  @Override
  @WorkflowVersioningBehavior(VersioningBehavior.PINNED)
  public Improvement improve(ImprovementRequest same) {
    try {
      lead();
    } catch (CanceledFailure e) {
      abandon();
    }
    if (!over) {
      return improvement;
    }
    // Whatever ended it, its end is written down.
    Workflow.newDetachedCancellationScope(
            () ->
                activities
                    .undo("keep what became of it")
                    .recordImprovement(
                        improvement, Instant.ofEpochMilli(Workflow.currentTimeMillis())))
        .run();
    return improvement;
  }

  private void lead() {
    while (!over && !resting) {
      String base = nextBase;
      nextBase = null;
      if (base != null) {
        attempt = Workflow.newCancellationScope(() -> attempt(base));
        attempt.run();
      }
      Workflow.await(() -> over || resting || nextBase != null);
    }
  }

  private void abandon() {
    if (!over) {
      end(Improvements.with(improvement, State.STOPPED, "cancelled"));
    }
  }

  private void attempt(String base) {
    Proposal proposal;
    try {
      proposal = propose(base);
      if (over) {
        return;
      }
      switch (proposal) {
        case Proposal.NotProposed nothing ->
            end(with(State.NOT_PROPOSED, null, null, nothing.reason()));
        case Proposal.Proposed change -> check(change);
      }
    } catch (TemporalFailure e) {
      if (CancellationScope.current().isCancelRequested()) {
        abandon();
        return;
      }
      proposal = new Proposal.NotProposed("failed", message(e));
      end(with(State.REJECTED, null, null, "the step failed: " + message(e)));
    } catch (RuntimeException e) {
      // A fault of our own would otherwise be tried for ever, and the run wait for it.
      Workflow.getLogger(ImprovementWorkflowImpl.class)
          .error("improvement={}", request.improvementId(), e);
      proposal = new Proposal.NotProposed("failed", String.valueOf(e));
      end(with(State.REJECTED, null, null, "a fault of Ratchet's: " + e));
    }
    report(proposal);
  }

  private Proposal propose(String base) {
    return activities
        .analysis(request.optimization().title())
        .propose(
            new ProposalRequest(
                request.target(),
                request.runId(),
                request.improvementId(),
                request.optimization(),
                base,
                request.analyzed(),
                request.settings(),
                request.baseline(),
                request.at()));
  }

  private static String message(TemporalFailure failure) {
    Throwable cause = failure.getCause();
    return cause instanceof ApplicationFailure application
        ? application.getOriginalMessage()
        : String.valueOf(cause == null ? failure.getMessage() : cause.getMessage());
  }

  private void check(Proposal.Proposed change) {
    Candidate candidate = change.candidate();
    improvement = with(State.TESTING, candidate, null, "");
    List<GateResult> gates =
        activities
            .trial("gates on " + candidate.commit().substring(0, 10))
            .checkCandidate(
                new CheckRequest(
                    request.target(),
                    request.runId(),
                    candidate,
                    request.settings(),
                    request.baseline()));
    if (over) {
      return;
    }
    GateResult last = gates.getLast();
    Verdict verdict =
        last.passed()
            ? new Verdict.Undecided("full tests are to come")
            : new Verdict.Rejected(last.gate(), last.errors());
    ValidationResult validation =
        new ValidationResult(
            improvement.id(), candidate, verdict, gates, TestCounts.NONE, null, null, false);
    if (last.passed()) {
      improvement = with(State.TESTING, candidate, validation, "");
      return;
    }
    String reason = "the gate '" + last.gate() + "' refuses: " + last.errors().getFirst().message();
    activities
        .repository("remember that it failed")
        .rememberFailure(
            new RememberedFailure(
                request.target(), change.syntaxKey(), improvement.id(), reason, request.at()));
    end(with(State.REJECTED, candidate, validation, reason));
  }

  private void report(Proposal proposal) {
    if (CancellationScope.current().isCancelRequested()) {
      // The run has decided meanwhile, or is over.
      abandon();
      return;
    }
    try {
      Workflow.newExternalWorkflowStub(ImprovementCycleWorkflow.class, request.runId())
          .report(new ImprovementReport(improvement, proposal));
    } catch (CanceledFailure | SignalExternalWorkflowException e) {
      abandon();
    }
  }

  private Improvement with(
      State state,
      @Nullable Candidate candidate,
      @Nullable ValidationResult validation,
      String outcome) {
    return Improvements.with(improvement, state, candidate, validation, outcome);
  }

  private void end(Improvement last) {
    improvement = last;
    over = true;
    Workflow.upsertTypedSearchAttributes(SearchAttributes.VERDICT.valueSet(last.state().name()));
  }

  @Override
  public void moveTo(String base) {
    nextBase = base;
  }

  @Override
  public void decide(Improvement decided) {
    improvement = decided;
    if (Improvements.isFinal(decided.state())) {
      end(decided);
      if (attempt != null) {
        attempt.cancel("the run has decided");
      }
    }
  }

  @Override
  public void rest() {
    resting = true;
  }

  @Override
  public Improvement improvement() {
    return improvement;
  }
}
