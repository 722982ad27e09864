package dev.ratchet.workflow.cycle;

import dev.ratchet.domain.ApprovalPolicy;
import dev.ratchet.domain.ImprovementType;
import dev.ratchet.domain.Principal;
import dev.ratchet.domain.Target;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * @param homeId of the target's home; its activities run on that home's task queue
 * @param approval stricter than the target's settings, when given; never laxer
 * @param waitForLock whether to wait for another run on the target or to be refused
 * @param improvements most improvements to take up; null for the target's budget
 * @param only take up improvements of this type alone; null for all
 * @param continuation from the part of the run before this one; null when it begins
 */
public record RunRequest(
    String runId,
    Target target,
    String homeId,
    Principal by,
    Instant requestedAt,
    @Nullable ApprovalPolicy approval,
    boolean waitForLock,
    @Nullable Integer improvements,
    @Nullable ImprovementType only,
    @Nullable Continuation continuation) {

  /** A run from its beginning. */
  public RunRequest(
      String runId,
      Target target,
      String homeId,
      Principal by,
      Instant requestedAt,
      @Nullable ApprovalPolicy approval,
      boolean waitForLock,
      @Nullable Integer improvements,
      @Nullable ImprovementType only) {
    this(runId, target, homeId, by, requestedAt, approval, waitForLock, improvements, only, null);
  }

  RunRequest continued(Continuation from) {
    return new RunRequest(
        runId, target, homeId, by, requestedAt, approval, waitForLock, improvements, only, from);
  }
}
