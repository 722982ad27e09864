package dev.ratchet.activity.gate;

import dev.ratchet.activity.Progress;
import dev.ratchet.activity.repository.Mirror;
import dev.ratchet.activity.trial.Workbench;
import dev.ratchet.workflow.trial.TrialActivities.CheckRequest;
import java.nio.file.Path;
import java.util.List;

/**
 * A candidate before the gates.
 *
 * @param place a folder for the gates' own use, empty at first
 */
public record Trial(
    CheckRequest request, Mirror mirror, Workbench workbench, Path place, Progress progress) {
  public String base() {
    return request.candidate().base();
  }

  public String commit() {
    return request.candidate().commit();
  }

  /** Paths that the candidate changes, adds or deletes. */
  public List<String> changed() {
    return mirror.changedFiles(base(), commit());
  }
}
