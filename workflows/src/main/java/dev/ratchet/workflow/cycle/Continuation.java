package dev.ratchet.workflow.cycle;

import dev.ratchet.domain.Baseline;
import dev.ratchet.domain.Improvement;
import dev.ratchet.domain.Optimization;
import dev.ratchet.workflow.analysis.AnalysisActivities.Analysis;
import dev.ratchet.workflow.control.Approval;
import dev.ratchet.workflow.control.Rejection;
import dev.ratchet.workflow.repository.RepositoryActivities.Opening;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one part of a long run hands on to the next when it continues as new: between two stacks,
 * when no ref is half moved, no child is open and no handler is at work. A run is one workflow id;
 * its parts are Temporal's affair.
 *
 * @param part number of the part that goes on with it; the first part of a run is 1
 * @param approvals given, and not yet taken up
 * @param rejections given, and not yet taken up
 */
public record Continuation(
    int part,
    Shown shown,
    Work work,
    boolean paused,
    List<Approval> approvals,
    List<Rejection> rejections) {
  public Continuation {
    approvals = List.copyOf(approvals);
    rejections = List.copyOf(rejections);
  }

  /**
   * What the run shows of itself.
   *
   * @param events announced so far: their ids go on from there
   */
  public record Shown(
      Instant startedAt, Stage stage, String doing, int events, List<Improvement> improvements) {
    public Shown {
      improvements = List.copyOf(improvements);
    }
  }

  /**
   * How far the work is.
   *
   * @param openings how often the target was opened
   * @param base tip of what is applied and verified
   * @param published where the branch of the target repository is; null when it does not exist yet
   * @param measured baseline of the opened base
   * @param baseline of the tip
   */
  public record Work(
      int openings,
      Opening.Opened opened,
      String base,
      @Nullable String published,
      Baseline measured,
      Baseline baseline,
      Analysis analysis,
      List<Pending> free,
      List<Pending> asking,
      int testRuns) {
    public Work {
      free = List.copyOf(free);
      asking = List.copyOf(asking);
    }

    List<Task> freeTasks() {
      return tasks(free);
    }

    List<Task> askingTasks() {
      return tasks(asking);
    }

    private List<Task> tasks(List<Pending> pending) {
      List<Task> tasks = new ArrayList<>();
      for (Pending one : pending) {
        tasks.add(new Task(one.improvementId(), analysis.optimizations().get(one.optimization())));
      }
      return tasks;
    }
  }

  /**
   * A task that is to be done.
   *
   * @param optimization its place in the analysis, which is handed on anyway
   */
  public record Pending(String improvementId, int optimization) {
    static List<Pending> of(List<Task> tasks, List<Optimization> optimizations) {
      return tasks.stream()
          .map(
              task -> new Pending(task.improvementId(), optimizations.indexOf(task.optimization())))
          .toList();
    }
  }
}
