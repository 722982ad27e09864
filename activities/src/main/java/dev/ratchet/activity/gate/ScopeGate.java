package dev.ratchet.activity.gate;

import dev.ratchet.activity.repository.Paths;
import dev.ratchet.domain.GateError;
import dev.ratchet.domain.TargetSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A candidate changes existing files that the target's settings allow, and none that is protected
 * or a test.
 */
public final class ScopeGate implements Gate {
  @Override
  public String name() {
    return "scope";
  }

  @Override
  public List<GateError> check(Trial trial, Map<String, String> figures) {
    List<String> changed = trial.changed();
    figures.put("files", Integer.toString(changed.size()));
    List<GateError> errors = new ArrayList<>();
    if (changed.isEmpty()) {
      errors.add(new GateError("no-change", null, trial.commit(), "the candidate changes nothing"));
    }
    for (String path : changed) {
      check(trial, path, errors);
    }
    return errors;
  }

  private static void check(Trial trial, String path, List<GateError> errors) {
    TargetSettings settings = trial.request().settings();
    if (Paths.matches(settings.protectedPaths(), path)) {
      errors.add(new GateError("protected-path", null, path, "the path is protected"));
    } else if (Paths.below(settings.testRoots(), path)) {
      errors.add(new GateError("test-changed", null, path, "no candidate changes tests"));
    } else if (!Paths.matches(settings.allowedPaths(), path)) {
      errors.add(
          new GateError(
              "out-of-scope", null, path, "the path is not among those that may be changed"));
    }
    boolean before = trial.mirror().read(trial.base(), path).isPresent();
    boolean after = trial.mirror().read(trial.commit(), path).isPresent();
    if (!before || !after) {
      errors.add(
          new GateError(
              "out-of-scope", null, path, before ? "the file is deleted" : "the file is added"));
    }
  }
}
