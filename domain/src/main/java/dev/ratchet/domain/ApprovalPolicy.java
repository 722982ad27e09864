package dev.ratchet.domain;

/** Which improvements wait for a person. */
public enum ApprovalPolicy {
  NONE,
  MEDIUM_RISK,
  ALL;

  public boolean asksFor(RiskLevel risk) {
    return switch (this) {
      case NONE -> false;
      case MEDIUM_RISK -> risk != RiskLevel.LOW;
      case ALL -> true;
    };
  }
}
