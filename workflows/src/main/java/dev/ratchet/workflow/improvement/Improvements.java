package dev.ratchet.workflow.improvement;

import dev.ratchet.domain.Candidate;
import dev.ratchet.domain.Improvement;
import dev.ratchet.domain.Improvement.State;
import dev.ratchet.domain.Optimization;
import dev.ratchet.domain.ValidationResult;
import org.jspecify.annotations.Nullable;

/** Improvements as they change over their life. */
public final class Improvements {
  private Improvements() {}

  /** An improvement as it is taken up. */
  public static Improvement proposed(ImprovementRequest request) {
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

  public static Improvement with(
      Improvement improvement,
      State state,
      @Nullable Candidate candidate,
      @Nullable ValidationResult validation,
      String outcome) {
    return new Improvement(
        improvement.id(),
        improvement.runId(),
        improvement.target(),
        improvement.proposer(),
        improvement.type(),
        improvement.kind(),
        improvement.description(),
        improvement.affectedFiles(),
        improvement.expectedBenefit(),
        improvement.risk(),
        state,
        candidate,
        validation,
        outcome);
  }

  public static Improvement with(Improvement improvement, State state, String outcome) {
    return with(improvement, state, improvement.candidate(), improvement.validation(), outcome);
  }

  /** Whether the run has nothing more to do with it. */
  public static boolean isFinal(State state) {
    return switch (state) {
      case PROPOSING, TESTING, WAITING_FOR_APPROVAL, APPLIED -> false;
      case VERIFIED, NOT_PROPOSED, REJECTED, ROLLED_BACK, STOPPED -> true;
    };
  }
}
