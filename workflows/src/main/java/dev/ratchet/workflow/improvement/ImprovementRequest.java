package dev.ratchet.workflow.improvement;

import dev.ratchet.domain.Baseline;
import dev.ratchet.domain.Optimization;
import dev.ratchet.domain.Target;
import dev.ratchet.domain.TargetSettings;
import java.time.Instant;

/**
 * @param analyzed the commit that analysis read
 * @param base the commit to build the first candidate on
 */
public record ImprovementRequest(
    String improvementId,
    String runId,
    Target target,
    String homeId,
    Optimization optimization,
    String analyzed,
    String base,
    TargetSettings settings,
    Baseline baseline,
    Instant at) {}
