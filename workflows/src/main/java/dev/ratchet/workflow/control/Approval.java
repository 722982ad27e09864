package dev.ratchet.workflow.control;

import dev.ratchet.domain.Principal;
import java.time.Instant;

/**
 * A person's consent to one exact commit and those below it in its stack.
 *
 * @param signature HMAC-SHA-256 of the other components with the system's approval key, made by the
 *     api and checked before the apply
 */
public record Approval(
    String runId, String improvementId, String commit, Principal by, Instant at, String signature) {
  /** What is signed. */
  public String signed() {
    return String.join(
        "\n", "ratchet-approval-1", runId, improvementId, commit, by.id(), at.toString());
  }
}
