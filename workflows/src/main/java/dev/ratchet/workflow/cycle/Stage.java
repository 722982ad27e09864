package dev.ratchet.workflow.cycle;

/** Where a run is. */
public enum Stage {
  OPENING,
  ANALYZING,
  PROPOSING,
  TESTING,
  WAITING_FOR_APPROVAL,
  APPLYING,
  VERIFYING,
  UNDOING,
  ENDED
}
