package dev.ratchet.workflow.cycle;

import dev.ratchet.domain.Baseline;
import dev.ratchet.domain.Improvement;
import dev.ratchet.domain.TargetSettings;
import dev.ratchet.workflow.ActivityStubs;
import dev.ratchet.workflow.SearchAttributes;
import dev.ratchet.workflow.TaskQueues;
import dev.ratchet.workflow.analysis.AnalysisActivities.Proposal;
import dev.ratchet.workflow.improvement.ImprovementReport;
import dev.ratchet.workflow.improvement.ImprovementRequest;
import dev.ratchet.workflow.improvement.ImprovementWorkflow;
import dev.ratchet.workflow.improvement.Improvements;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.SignalExternalWorkflowException;
import io.temporal.workflow.Workflow;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The improvements' own workflows, as their run leads them. */
final class Children {
  private final RunRequest request;
  private final ActivityStubs activities;
  private final RunJournal journal;
  private final Map<String, ImprovementWorkflow> stubs = new LinkedHashMap<>();
  private final Map<String, Promise<Improvement>> ends = new LinkedHashMap<>();
  private final Map<String, ImprovementReport> reports = new HashMap<>();

  Children(RunRequest request, ActivityStubs activities, RunJournal journal) {
    this.request = request;
    this.activities = activities;
    this.journal = journal;
  }

  /** From a child's signal. */
  void report(ImprovementReport report) {
    if (Improvements.isFinal(journal.improvement(report.improvement().id()).state())) {
      return;
    }
    reports.put(report.improvement().id(), report);
    journal.improvement(report.improvement());
  }

  /** Has a candidate made on the base, and waits for the child's report of it. */
  ImprovementReport candidate(
      Task task, String analyzed, String base, TargetSettings settings, Baseline baseline) {
    String id = task.improvementId();
    reports.remove(id);
    ImprovementWorkflow known = stubs.get(id);
    if (known == null) {
      start(task, analyzed, base, settings, baseline);
    } else if (!ended(id)) {
      move(known, id, base);
    }
    Workflow.await(() -> reports.containsKey(id) || ended(id));
    ImprovementReport report = reports.get(id);
    return report == null ? abandoned(id) : report;
  }

  private static void move(ImprovementWorkflow child, String id, String base) {
    try {
      child.moveTo(base);
    } catch (SignalExternalWorkflowException endedMeanwhile) {
      Workflow.getLogger(Children.class).info("improvement={} ended-already=true", id);
    }
  }

  /** A child that somebody ended behind the run's back. */
  private ImprovementReport abandoned(String id) {
    String reason = "its workflow was ended by somebody";
    Improvement known = journal.improvement(id);
    if (Improvements.isFinal(known.state())) {
      return new ImprovementReport(known, new Proposal.NotProposed("ended", reason));
    }
    Improvement improvement = Improvements.with(known, Improvement.State.STOPPED, reason);
    journal.improvement(improvement);
    return new ImprovementReport(improvement, new Proposal.NotProposed("ended", reason));
  }

  private boolean ended(String id) {
    Promise<Improvement> end = ends.get(id);
    return end != null && end.isCompleted();
  }

  private void start(
      Task task, String analyzed, String base, TargetSettings settings, Baseline baseline) {
    String id = task.improvementId();
    ImprovementWorkflow stub =
        Workflow.newChildWorkflowStub(
            ImprovementWorkflow.class,
            ChildWorkflowOptions.newBuilder()
                .setWorkflowId(id)
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_REQUEST_CANCEL)
                .setStaticSummary(task.optimization().title())
                .setTypedSearchAttributes(attributes(id))
                .build());
    ImprovementRequest child =
        new ImprovementRequest(
            id,
            request.runId(),
            request.target(),
            request.homeId(),
            task.optimization(),
            analyzed,
            base,
            settings,
            baseline,
            journal.startedAt());
    stubs.put(id, stub);
    journal.takenUp(Improvements.proposed(child));
    // Detached: a stop of the run reaches a child as a decision, so that the child can write it
    // down.
    Workflow.newDetachedCancellationScope(() -> ends.put(id, Async.function(stub::improve, child)))
        .run();
    Workflow.getWorkflowExecution(stub).get();
  }

  private io.temporal.common.SearchAttributes attributes(String id) {
    return io.temporal.common.SearchAttributes.newBuilder()
        .set(SearchAttributes.TARGET, request.target().name())
        .set(SearchAttributes.IMPROVEMENT, id)
        .build();
  }

  /**
   * Tells a child what became of its candidate, and the journal too; writes the end of one whose
   * workflow is gone down itself.
   */
  void decide(Improvement improvement) {
    journal.improvement(improvement);
    ImprovementWorkflow stub = stubs.get(improvement.id());
    if (stub != null && !ended(improvement.id()) && told(stub, improvement)) {
      return;
    }
    if (Improvements.isFinal(improvement.state())) {
      Workflow.newDetachedCancellationScope(
              () ->
                  activities
                      .undo("keep what became of " + improvement.id())
                      .recordImprovement(improvement, RunJournal.now()))
          .run();
    }
  }

  private static boolean told(ImprovementWorkflow child, Improvement improvement) {
    try {
      Workflow.newDetachedCancellationScope(() -> child.decide(improvement)).run();
      return true;
    } catch (SignalExternalWorkflowException ended) {
      Workflow.getLogger(Children.class)
          .info("improvement={} ended-already=true", improvement.id());
      return false;
    }
  }

  /**
   * Lets those that are open end, while their improvements go on: the run's next part starts each
   * of them anew, under the same id, when its turn comes. None is left to the mercy of what
   * Temporal does to the children of a workflow that continues as new.
   */
  void rest() {
    stubs.forEach(
        (id, stub) -> {
          if (!ended(id) && !Improvements.isFinal(journal.improvement(id).state())) {
            rest(stub, id);
          }
        });
    ends.forEach(
        (id, end) -> {
          Improvement last = last(end);
          if (Improvements.isFinal(journal.improvement(id).state())) {
            return;
          }
          if (last == null) {
            abandoned(id);
          } else if (Improvements.isFinal(last.state())) {
            journal.improvement(last);
          }
        });
  }

  private static void rest(ImprovementWorkflow child, String id) {
    try {
      child.rest();
    } catch (SignalExternalWorkflowException endedMeanwhile) {
      Workflow.getLogger(Children.class).info("improvement={} ended-already=true", id);
    }
  }

  /** As the child left it; null when the child did not come to an end of its own. */
  private static @Nullable Improvement last(Promise<Improvement> end) {
    try {
      return end.get();
    } catch (ChildWorkflowFailure failed) {
      Workflow.getLogger(Children.class).warn("child-failed={}", failed.getMessage());
      return null;
    }
  }

  /** Ends those that are still open, and waits until all have ended. */
  void close(String reason) {
    for (Improvement improvement : journal.improvements()) {
      if (!Improvements.isFinal(improvement.state())) {
        decide(Improvements.with(improvement, Improvement.State.STOPPED, reason));
      }
    }
    ends.values().forEach(Children::last);
  }
}
