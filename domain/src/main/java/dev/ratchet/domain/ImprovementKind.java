package dev.ratchet.domain;

/**
 * How an improvement comes about: by a deterministic rule, or by a model for one of the purposes.
 */
public enum ImprovementKind {
  RULE,
  QUALITY,
  SPEED,
  REPAIR,
  REQUEST,
  MISSING_TEST
}
