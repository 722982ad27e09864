package dev.ratchet.workflow.control;

import dev.ratchet.domain.Principal;

/** A person's refusal of a waiting improvement. */
public record Rejection(String runId, String improvementId, Principal by, String reason) {}
