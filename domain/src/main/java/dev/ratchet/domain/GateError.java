package dev.ratchet.domain;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One structured reason why a gate refuses.
 *
 * @param kind for example "compile-error", "test-failed", "test-missing", "new-finding",
 *     "out-of-scope", "protected-path", "does-not-parse"
 * @param place where, when it has a place
 * @param subject the test, rule, path or symbol it is about
 */
public record GateError(String kind, @Nullable Place place, String subject, String message) {
  public GateError {
    Checks.text(kind, "kind");
  }

  /** As many reasons as a person reads, and as a run of many candidates can carry with it. */
  private static final int MOST = 20;

  private static final int LONGEST_MESSAGE = 1_000;

  /** The first 20 of them, their messages cut to 1,000 characters; one more tells of the rest. */
  public static List<GateError> few(List<GateError> errors) {
    List<GateError> few = new ArrayList<>();
    for (GateError error : errors.subList(0, Math.min(MOST, errors.size()))) {
      String message = error.message;
      few.add(
          message.length() <= LONGEST_MESSAGE
              ? error
              : new GateError(
                  error.kind,
                  error.place,
                  error.subject,
                  message.substring(0, LONGEST_MESSAGE) + " …"));
    }
    if (errors.size() > MOST) {
      few.add(new GateError("more", null, "", (errors.size() - MOST) + " more"));
    }
    return few;
  }
}
