package dev.ratchet.api.run;

import dev.ratchet.api.target.Location;
import dev.ratchet.domain.ApprovalPolicy;
import dev.ratchet.domain.ImprovementType;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a run.
 *
 * @param target name of a target; or else location
 * @param location of a repository, which becomes a target when it is none yet
 * @param whenBusy what to do while another run has the target; null waits
 * @param approval stricter than the target's settings; never laxer
 * @param improvements most improvements to take up, 1 to 200; null for the target's budget
 * @param only improvements of this type alone; null for all
 */
public record RunOrder(
    @Nullable String target,
    @Nullable String location,
    @Nullable String branch,
    @Nullable Boolean self,
    @Nullable WhenBusy whenBusy,
    @Nullable ApprovalPolicy approval,
    @Nullable Integer improvements,
    @Nullable ImprovementType only) {
  public RunOrder {
    if ((target == null) == (location == null)) {
      throw new IllegalArgumentException("give either 'target', a name, or 'location', a path");
    }
    if (location != null) {
      Location.check(location, branch);
    }
    if (improvements != null && (improvements < 1 || improvements > 200)) {
      throw new IllegalArgumentException(
          "'improvements' must be from 1 to 200, was " + improvements);
    }
  }

  /** What to do while another run has the target. */
  public enum WhenBusy {
    WAIT,
    REFUSE
  }
}
