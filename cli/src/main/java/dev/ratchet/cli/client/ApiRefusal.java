package dev.ratchet.cli.client;

/** The api's own words why it does not do what it was asked. */
public final class ApiRefusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;

  ApiRefusal(int status, String detail) {
    super(detail);
    this.status = status;
  }

  public int status() {
    return status;
  }

  int exitCode() {
    return status == 503 || status == 502 ? ExitCodes.UNREACHABLE : ExitCodes.REFUSED;
  }
}
