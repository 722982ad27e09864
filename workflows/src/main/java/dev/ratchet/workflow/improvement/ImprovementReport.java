package dev.ratchet.workflow.improvement;

import dev.ratchet.domain.Improvement;
import dev.ratchet.workflow.analysis.AnalysisActivities.Proposal;

/**
 * What a child tells its run: the improvement with its latest candidate and gates, and the proposal
 * it made.
 */
public record ImprovementReport(Improvement improvement, Proposal proposal) {}
