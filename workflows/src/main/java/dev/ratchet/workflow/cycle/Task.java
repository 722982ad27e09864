package dev.ratchet.workflow.cycle;

import dev.ratchet.domain.Optimization;

/** An optimization that the run took up, under the id of its improvement. */
record Task(String improvementId, Optimization optimization) {}
