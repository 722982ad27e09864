package dev.ratchet.workflow.control;

import dev.ratchet.domain.Principal;
import java.time.Instant;

/** A person's order to stop a run, or with the emergency stop everything. */
public record StopOrder(Principal by, String reason, Instant at) {}
