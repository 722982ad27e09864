package dev.ratchet.api.run;

import dev.ratchet.api.http.ProblemException;

/** How ids are built: target "json-java", run "json-java-7", improvement "json-java-7-03". */
public final class Ids {
  private Ids() {}

  public static String runId(String target, long number) {
    return target + "-" + number;
  }

  public static String targetOf(String runId) {
    return withoutNumber(runId, "a run's id looks like json-java-7");
  }

  public static String runOf(String improvementId) {
    String runId = withoutNumber(improvementId, "an improvement's id looks like json-java-7-03");
    targetOf(runId);
    return runId;
  }

  /** The run's number, or 0 when this is no run of the target. */
  public static long number(String target, String runId) {
    String prefix = target + "-";
    String number = runId.startsWith(prefix) ? runId.substring(prefix.length()) : "";
    return number.matches("[0-9]{1,15}") ? Long.parseLong(number) : 0;
  }

  private static String withoutNumber(String id, String form) {
    int dash = id.lastIndexOf('-');
    if (dash < 1 || !id.substring(dash + 1).matches("[0-9]{1,15}")) {
      throw ProblemException.notFound("not-found", "%s, was '%s'".formatted(form, id));
    }
    return id.substring(0, dash);
  }
}
