package dev.ratchet.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One intended change over its whole life.
 *
 * @param id also the id of its ImprovementWorkflow, for example "json-java-7-03"
 * @param candidate the latest one; null before anything was proposed
 * @param outcome one sentence that says why it ended as it did; empty while it is open
 */
public record Improvement(
    String id,
    String runId,
    String target,
    String proposer,
    ImprovementType type,
    ImprovementKind kind,
    String description,
    List<String> affectedFiles,
    String expectedBenefit,
    RiskLevel risk,
    State state,
    @Nullable Candidate candidate,
    @Nullable ValidationResult validation,
    String outcome) {
  public Improvement {
    Checks.text(id, "id");
    Checks.text(runId, "runId");
    Checks.text(target, "target");
    affectedFiles = List.copyOf(affectedFiles);
  }

  /** OPEN states first; the others are final, but APPLIED and VERIFIED may become ROLLED_BACK. */
  public enum State {
    PROPOSING,
    TESTING,
    WAITING_FOR_APPROVAL,
    APPLIED,
    VERIFIED,
    NOT_PROPOSED,
    REJECTED,
    ROLLED_BACK,
    STOPPED
  }
}
