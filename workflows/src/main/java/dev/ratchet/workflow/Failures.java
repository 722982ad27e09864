package dev.ratchet.workflow;

/**
 * The types of ApplicationFailure that activities throw on purpose; all others are bugs or the
 * weather.
 */
public final class Failures {
  /** Retryable: the emergency stop is engaged; activities throw it until it is released. */
  public static final String EMERGENCY_STOP = "EmergencyStop";

  /** Retryable: another run holds the target. */
  public static final String TARGET_BUSY = "TargetBusy";

  /** Not retryable: a ref is not where the run left it; the run takes a new base or ends. */
  public static final String REF_MOVED = "RefMoved";

  /** Not retryable: an approval is missing, forged or of another commit. */
  public static final String NOT_APPROVED = "NotApproved";

  /**
   * Not retryable: the target repository refuses the write, for example because the branch is
   * checked out.
   */
  public static final String PUBLISH_REFUSED = "PublishRefused";

  /** A workflow's own: a compensation was refused; a person has to look at the target. */
  public static final String NOT_UNDONE = "NotUndone";

  private Failures() {}
}
