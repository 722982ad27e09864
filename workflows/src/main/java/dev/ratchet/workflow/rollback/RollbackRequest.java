package dev.ratchet.workflow.rollback;

import dev.ratchet.domain.Principal;
import dev.ratchet.domain.Target;
import java.time.Instant;

/**
 * Asks for one applied improvement to be undone. Its workflow id is "rollback-" and the
 * improvement's id.
 */
public record RollbackRequest(
    Target target,
    String homeId,
    String improvementId,
    Principal by,
    String reason,
    Instant requestedAt) {}
