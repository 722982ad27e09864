package dev.ratchet.domain;

/** What an improvement is good for. */
public enum ImprovementType {
  PERFORMANCE,
  CODE_QUALITY,
  BUG_FIX,
  FEATURE
}
