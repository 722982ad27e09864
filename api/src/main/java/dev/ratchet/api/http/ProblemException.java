package dev.ratchet.api.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A request that cannot be served, for a reason that its sender is told. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String kind;
  private final String title;
  private final @Nullable String parameter;
  private final @Nullable Duration retryAfter;

  /**
   * @param kind for programs: lower-case words joined by '-'
   * @param detail what was wrong, where, and what would be right; no secrets
   */
  public ProblemException(int status, String kind, String title, String detail) {
    this(status, kind, title, detail, null, null);
  }

  private ProblemException(
      int status,
      String kind,
      String title,
      @Nullable String detail,
      @Nullable String parameter,
      @Nullable Duration retryAfter) {
    super(detail);
    this.status = status;
    this.kind = kind;
    this.title = title;
    this.parameter = parameter;
    this.retryAfter = retryAfter;
  }

  /** The same, with what of the request it is about. */
  public ProblemException about(String parameter) {
    return new ProblemException(status, kind, title, getMessage(), parameter, retryAfter);
  }

  /** The same, with when it is sensible to ask again. */
  public ProblemException retryAfter(Duration wait) {
    return new ProblemException(status, kind, title, getMessage(), parameter, wait);
  }

  public static ProblemException badRequest(String detail) {
    return new ProblemException(400, "bad-request", "The request cannot be understood", detail);
  }

  public static ProblemException notFound(String kind, String detail) {
    return new ProblemException(404, kind, "Not found", detail);
  }

  public static ProblemException conflict(String kind, String detail) {
    return new ProblemException(409, kind, "The request does not fit the present state", detail);
  }

  public static ProblemException unavailable(String kind, String detail) {
    return new ProblemException(
        503, kind, "A part of the system does not answer at the moment", detail);
  }

  public int status() {
    return status;
  }

  public String kind() {
    return kind;
  }

  @Nullable String parameter() {
    return parameter;
  }

  /** In whole seconds, at least one; null for no advice. */
  @Nullable Long retryAfterSeconds() {
    return retryAfter == null ? null : Math.max(1, retryAfter.plusMillis(999).toSeconds());
  }

  Problem at(String instance) {
    return new Problem("urn:ratchet:problem:" + kind, title, status, getMessage(), instance);
  }
}
