package dev.ratchet.cli.client;

import java.util.Locale;

/** What commands exit with; 2 is picocli's, for a command line that it does not understand. */
public final class ExitCodes {
  public static final int DONE = 0;
  public static final int REFUSED = 1;
  public static final int UNUSABLE_TARGET = 3;
  public static final int ANALYZED_ONLY = 4;
  public static final int STOPPED = 5;
  public static final int FAILED = 6;
  public static final int UNREACHABLE = 7;

  private ExitCodes() {}

  /**
   * @param outcome of a run's summary; anything else is a run that broke
   */
  static int ofOutcome(String outcome) {
    return switch (outcome.toUpperCase(Locale.ROOT)) {
      case "COMPLETED", "NOTHING_TO_DO" -> DONE;
      case "UNUSABLE_TARGET" -> UNUSABLE_TARGET;
      case "ANALYZED_ONLY" -> ANALYZED_ONLY;
      case "STOPPED" -> STOPPED;
      default -> FAILED;
    };
  }
}
