package dev.ratchet.activity.trial;

import dev.ratchet.activity.sandbox.SandboxRun;
import dev.ratchet.activity.trial.TestReport.Result;
import dev.ratchet.activity.trial.TestReport.Status;
import dev.ratchet.domain.GateError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Judges a full test run by the baseline: what ran there must run, what was not skipped must not be
 * skipped, and what passed must pass. Tests known to be flaky may fail, but must not be gone.
 */
final class TestComparison {
  private final Map<String, Result> baseline;
  private final Set<String> flaky;

  TestComparison(BaselineDetails baseline, List<String> flaky) {
    this.baseline = baseline.tests();
    this.flaky = Set.copyOf(flaky);
  }

  List<GateError> errors(BuildRun run) {
    return switch (run.run()) {
      case SandboxRun.LimitExceeded exceeded ->
          List.of(
              new GateError(
                  "limit-exceeded",
                  null,
                  exceeded.limit().name(),
                  "the build ran out of " + exceeded.limit()));
      case SandboxRun.Killed killed ->
          throw new IllegalStateException("killed: " + killed.reason());
      case SandboxRun.Exited exited when exited.code() != 0 && run.report().tests().isEmpty() ->
          List.of(
              new GateError(
                  "build-failed",
                  null,
                  "build",
                  "exit code " + exited.code() + "\n" + String.join("\n", run.errors())));
      case SandboxRun.Exited exited -> compare(run, exited.code());
    };
  }

  private List<GateError> compare(BuildRun run, int code) {
    List<GateError> errors = new ArrayList<>();
    new TreeMap<>(baseline)
        .forEach(
            (id, before) -> compare(id, before.status(), run.report().tests().get(id), errors));
    if (code != 0 && errors.isEmpty()) {
      errors.add(
          new GateError(
              "build-failed",
              null,
              "build",
              "exit code " + code + "\n" + String.join("\n", run.errors())));
    }
    return errors;
  }

  private void compare(String id, Status before, @Nullable Result after, List<GateError> errors) {
    String was = before.name().toLowerCase(Locale.ROOT) + " at the base, ";
    if (after == null) {
      if (!ofWholeClass(id)) {
        errors.add(new GateError("test-missing", null, id, was + "did not run now"));
      }
    } else if (after.status() == Status.SKIPPED && before != Status.SKIPPED) {
      errors.add(new GateError("test-skipped", null, id, was + "is skipped now"));
    } else if (after.status() == Status.FAILED && before == Status.PASSED && !flaky.contains(id)) {
      errors.add(new GateError("test-failed", null, id, after.message()));
    }
  }

  /** What is reported in place of a class's tests when its setup fails. */
  private static boolean ofWholeClass(String id) {
    return id.endsWith("#") || id.endsWith("#initializationError");
  }
}
