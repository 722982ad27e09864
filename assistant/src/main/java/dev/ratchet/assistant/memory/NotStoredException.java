package dev.ratchet.assistant.memory;

/** Something was not stored because it may not be; asking again changes nothing. */
public final class NotStoredException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Reason reason;

  /** Why, for a switch at the edge. */
  public enum Reason {
    /** There is no such session, or no longer. */
    NO_SESSION,
    /** The session holds all the turns that one may hold. */
    SESSION_FULL,
    /** The user holds all that one may hold. */
    USER_FULL,
    TOO_LARGE
  }

  NotStoredException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
