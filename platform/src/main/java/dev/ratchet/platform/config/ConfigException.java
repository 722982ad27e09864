package dev.ratchet.platform.config;

/**
 * The configuration is wrong; the message says where, what, and what would be right, and never a
 * secret.
 */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final String problem;

  public ConfigException(String problem) {
    super(problem);
    this.problem = problem;
  }

  public String problem() {
    return problem;
  }
}
