package dev.ratchet.workflow.improvement;

import dev.ratchet.domain.Candidate;
import dev.ratchet.domain.GateResult;
import dev.ratchet.domain.Improvement;
import dev.ratchet.domain.Improvement.State;
import dev.ratchet.domain.Optimization;
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
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
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
  private boolean over;

  @WorkflowInit
  public ImprovementWorkflowImpl(ImprovementRequest request) {
    this.request = request;
    this.activities = new ActivityStubs(request.homeId(), request.settings().budget().buildTime());
    this.improvement = proposed(request);
    this.nextBase = request.base();
  }

  private static Improvement proposed(ImprovementRequest request) {
    Optimization optimization = request.optimization();
    return new Improvement(
        request.improvementId(),
        request.runId(),
        request.target().name(),
        optimization.proposer(),
        optimization.type(),
        optimization.kind(),
        optimization.title(),
        optimization.files(),
        optimization.expectedBenefit(),
        optimization.risk(),
        State.PROPOSING,
        null,
        null,
        "");
  }

  @Override
  @WorkflowVersioningBehavior(VersioningBehavior.PINNED)
  public Improvement improve(ImprovementRequest same) {
    while (!over) {
      String base = nextBase;
      nextBase = null;
      if (base != null) {
        attempt(base);
      }
      Workflow.await(() -> over || nextBase != null);
    }
    activities
        .undo("keep what became of it")
        .recordImprovement(improvement, Instant.ofEpochMilli(Workflow.currentTimeMillis()));
    return improvement;
  }

  private void attempt(String base) {
    Proposal proposal;
    try {
      proposal =
          activities
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
      switch (proposal) {
        case Proposal.NotProposed nothing ->
            end(with(State.NOT_PROPOSED, null, null, nothing.reason()));
        case Proposal.Proposed change -> check(change);
      }
    } catch (CanceledFailure e) {
      end(with(State.STOPPED, null, null, "stopped"));
      throw e;
    } catch (ActivityFailure e) {
      proposal = new Proposal.NotProposed("failed", message(e));
      end(with(State.REJECTED, null, null, "the step failed: " + message(e)));
    }
    report(proposal);
  }

  private static String message(ActivityFailure failure) {
    Throwable cause = failure.getCause();
    return cause == null ? failure.getActivityType() : String.valueOf(cause.getMessage());
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
    Workflow.newExternalWorkflowStub(ImprovementCycleWorkflow.class, request.runId())
        .report(new ImprovementReport(improvement, proposal));
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
    }
  }

  @Override
  public Improvement improvement() {
    return improvement;
  }
}
