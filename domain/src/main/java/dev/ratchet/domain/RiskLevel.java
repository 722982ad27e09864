package dev.ratchet.domain;

/** How likely a change is to do harm that the gates do not see. */
public enum RiskLevel {
  LOW,
  MEDIUM,
  HIGH
}
