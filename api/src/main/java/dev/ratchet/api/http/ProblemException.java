package dev.ratchet.api.http;

/** A request that cannot be served, for a reason that its sender is told. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String kind;
  private final String title;

  /**
   * @param kind for programs: lower-case words joined by '-'
   * @param detail what was wrong, where, and what would be right; no secrets
   */
  public ProblemException(int status, String kind, String title, String detail) {
    super(detail);
    this.status = status;
    this.kind = kind;
    this.title = title;
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

  Problem at(String instance) {
    return new Problem("urn:ratchet:problem:" + kind, title, status, getMessage(), instance);
  }
}
