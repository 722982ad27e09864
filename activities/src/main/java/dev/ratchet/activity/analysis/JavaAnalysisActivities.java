package dev.ratchet.activity.analysis;

import dev.ratchet.activity.Progress;
import dev.ratchet.activity.proposal.Editor;
import dev.ratchet.activity.proposal.Proposals;
import dev.ratchet.activity.repository.Mirror;
import dev.ratchet.activity.trial.Workbench;
import dev.ratchet.domain.Finding;
import dev.ratchet.domain.Target;
import dev.ratchet.platform.DataFolder;
import dev.ratchet.platform.object.ObjectStore;
import dev.ratchet.workflow.analysis.AnalysisActivities;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Analysis and proposals by PMD, Error Prone and our own rules. Thread-safe; one run of a target at
 * a time.
 */
public final class JavaAnalysisActivities implements AnalysisActivities {
  private final CommitAnalysis commits;
  private final ObjectStore objects;
  private final Workbench workbench;
  private final Fixes fixes;
  private final Proposals proposals;
  private final Function<Target, List<Finding>> filed;
  private final Supplier<Progress> progress;

  /**
   * @param own analysers beside PMD and Error Prone
   * @param fixes what the editors can mend
   * @param editors those that make the fixes
   * @param filed findings about a target that come from elsewhere than its code
   * @param progress of the activity that runs in the calling thread
   */
  public JavaAnalysisActivities(
      DataFolder data,
      ObjectStore objects,
      Workbench workbench,
      List<SourceAnalyzer> own,
      Fixes fixes,
      List<Editor> editors,
      Function<Target, List<Finding>> filed,
      Supplier<Progress> progress) {
    this.commits = new CommitAnalysis(data, workbench, own);
    this.objects = objects;
    this.workbench = workbench;
    this.fixes = fixes;
    this.filed = filed;
    this.progress = progress;
    this.proposals =
        new Proposals(
            objects,
            editors,
            fixes,
            (request, mirror, told) -> step(told).findings(request, mirror));
  }

  @Override
  public Analysis analyze(AnalysisRequest request) {
    try (Mirror mirror = workbench.mirror(request.target())) {
      return step(progress.get()).analyze(request, mirror);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  @Override
  public Proposal propose(ProposalRequest request) {
    try (Mirror mirror = workbench.mirror(request.target())) {
      return proposals.propose(request, mirror, progress.get());
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private AnalysisStep step(Progress told) {
    return new AnalysisStep(commits, objects, workbench, fixes, filed, told);
  }

  private static ApplicationFailure interrupted() {
    Thread.currentThread().interrupt();
    return ApplicationFailure.newFailure("the worker is shutting down", "Interrupted");
  }
}
