package dev.ratchet.assistant.conversation;

/** A turn that does not begin, for a reason that the person is told. */
public final class ChatRefusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Kind kind;

  /** What is wrong. */
  public enum Kind {
    INVALID,
    UNKNOWN_SESSION,
    UNKNOWN_AGENT,
    ROLE_MISSING,
    BLOCKED,
    TOO_LONG,
    SESSION_BUSY,
    MEMORY_FULL,
    TOO_MANY
  }

  public ChatRefusal(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
