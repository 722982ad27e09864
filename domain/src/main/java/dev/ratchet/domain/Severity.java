package dev.ratchet.domain;

/** How much a finding matters, least first. */
public enum Severity {
  INFO,
  MINOR,
  MAJOR,
  CRITICAL
}
