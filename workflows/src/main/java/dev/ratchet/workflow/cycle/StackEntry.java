package dev.ratchet.workflow.cycle;

import dev.ratchet.domain.Candidate;
import dev.ratchet.workflow.analysis.AnalysisActivities.Proposal;
import java.util.List;

/** A candidate in a stack, with its improvement's place in the run. */
record StackEntry(Task task, Proposal.Proposed proposal) {
  Candidate candidate() {
    return proposal.candidate();
  }

  static List<Candidate> candidates(List<StackEntry> stack) {
    return stack.stream().map(StackEntry::candidate).toList();
  }

  static String tip(List<StackEntry> stack) {
    return stack.getLast().candidate().commit();
  }
}
