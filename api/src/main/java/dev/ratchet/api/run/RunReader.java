package dev.ratchet.api.run;

import dev.ratchet.api.http.ApiLimits;
import dev.ratchet.api.http.Patience;
import dev.ratchet.api.http.ProblemException;
import dev.ratchet.domain.Improvement;
import dev.ratchet.domain.Target;
import dev.ratchet.platform.target.Targets;
import dev.ratchet.workflow.SearchAttributes;
import dev.ratchet.workflow.cycle.ImprovementCycleWorkflow;
import dev.ratchet.workflow.cycle.RunSummary;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowQueryException;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.TemporalException;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds runs: open ones by asking their workflow, ended ones in its result, and those that Temporal
 * has forgotten in the target's mirror. Thread-safe.
 */
public final class RunReader {
  private static final String TYPE = "WorkflowType = 'ImprovementCycleWorkflow'";

  /** Runs of one target that its mirror is asked for when an old one is looked up. */
  private static final int DEEPEST = 1_000;

  /** A list of runs asks the mirrors of at most so many targets, and waits no longer for them. */
  private static final int MOST_MIRRORS = 20;

  private static final Duration GLANCE = Duration.ofSeconds(3);
  private static final Executor ON_VIRTUAL_THREAD = task -> Thread.startVirtualThread(task);

  private final WorkflowClient temporal;
  private final Targets targets;
  private final Mirrors mirrors;

  public RunReader(WorkflowClient temporal, Targets targets, Mirrors mirrors) {
    this.temporal = temporal;
    this.targets = targets;
    this.mirrors = mirrors;
  }

  /**
   * @throws ProblemException 404 when there is no such run
   */
  public RunView find(String runId) {
    String target = Ids.targetOf(runId);
    return describe(runId)
        .map(execution -> view(execution, target))
        .or(() -> targets.find(target).flatMap(known -> inMirror(known, runId)))
        .orElseThrow(() -> noSuchRun(runId));
  }

  /** Whether the run is open; needs no worker. Empty when Temporal does not know it. */
  public Optional<Boolean> open(String runId) {
    return describe(runId).map(execution -> RunState.of(execution.getStatus()) == RunState.RUNNING);
  }

  static ProblemException noSuchRun(String runId) {
    return ProblemException.notFound(
        "no-such-run", "there is no run '%s'; GET /api/v1/runs lists them".formatted(runId));
  }

  private Optional<WorkflowExecutionMetadata> describe(String runId) {
    try {
      WorkflowExecutionMetadata execution = temporal.newUntypedWorkflowStub(runId).describe();
      return Optional.of(execution)
          .filter(found -> found.getWorkflowType().equals("ImprovementCycleWorkflow"));
    } catch (WorkflowNotFoundException unknown) {
      return Optional.empty();
    }
  }

  private RunView view(WorkflowExecutionMetadata execution, String target) {
    String runId = execution.getExecution().getWorkflowId();
    return switch (RunState.of(execution.getStatus())) {
      case RUNNING, PAUSED -> running(runId, target);
      case ENDED -> RunView.ended(summary(runId));
      // One that was cancelled in Temporal has no result there, and wrote down how it ended.
      case BROKEN ->
          written(target, runId)
              .orElseGet(
                  () ->
                      new RunView(
                          runId, target, RunState.BROKEN, null, null, failure(runId, execution)));
    };
  }

  private Optional<RunView> written(String target, String runId) {
    try {
      return targets.find(target).flatMap(known -> inMirror(known, runId));
    } catch (ProblemException | TemporalException unanswered) {
      return Optional.empty();
    }
  }

  private RunView running(String runId, String target) {
    try {
      return RunView.open(temporal.newWorkflowStub(ImprovementCycleWorkflow.class, runId).status());
    } catch (WorkflowQueryException | WorkflowServiceException unanswered) {
      return new RunView(
          runId,
          target,
          RunState.RUNNING,
          null,
          null,
          "no worker can say more at the moment: see whether one runs (ratchet status)");
    }
  }

  private RunSummary summary(String runId) {
    WorkflowStub stub = temporal.newUntypedWorkflowStub(runId);
    return Patience.atMost(ApiLimits.WORKER, () -> stub.getResult(RunSummary.class));
  }

  private String failure(String runId, WorkflowExecutionMetadata execution) {
    String status =
        execution
            .getStatus()
            .name()
            .replace("WORKFLOW_EXECUTION_STATUS_", "")
            .toLowerCase(Locale.ROOT);
    try {
      summary(runId);
      return "the workflow " + status;
    } catch (WorkflowFailedException failed) {
      Throwable cause = Objects.requireNonNullElse(failed.getCause(), failed);
      return "the workflow %s: %s".formatted(status, cause.getMessage());
    }
  }

  private Optional<RunView> inMirror(Target target, String runId) {
    return mirrors.runs(target, DEEPEST, ApiLimits.WORKER).stream()
        .filter(summary -> summary.runId().equals(runId))
        .findFirst()
        .map(RunView::ended);
  }

  /** The latest runs, of one target or of all, newest first. */
  public List<RunLine> list(@Nullable String target, int limit) {
    Map<String, RunLine> lines = new LinkedHashMap<>();
    inTemporal(target, limit).forEach(line -> lines.put(line.runId(), line));
    if (lines.size() < limit) {
      older(target, limit).forEach(line -> lines.putIfAbsent(line.runId(), line));
    }
    return lines.values().stream()
        .sorted(Comparator.comparing(RunLine::startedAt).reversed())
        .limit(limit)
        .toList();
  }

  /** Ids of the open runs of a target, at most ten. */
  public List<String> openRuns(String target) {
    return ids("RatchetTarget = '%s' AND ExecutionStatus = 'Running'".formatted(target), 10);
  }

  /** Ids of all runs of a target that Temporal or the mirror knows, up to a thousand each. */
  List<String> knownRuns(String target) {
    List<String> kept = older(target, DEEPEST).stream().map(RunLine::runId).toList();
    return Stream.concat(
            ids("RatchetTarget = '%s'".formatted(target), DEEPEST).stream(), kept.stream())
        .toList();
  }

  private List<String> ids(String condition, int most) {
    try (Stream<WorkflowExecutionMetadata> found =
        temporal.listExecutions(TYPE + " AND " + condition)) {
      return found.map(execution -> execution.getExecution().getWorkflowId()).limit(most).toList();
    }
  }

  private List<RunLine> inTemporal(@Nullable String target, int limit) {
    String query = target == null ? TYPE : TYPE + " AND RatchetTarget = '" + target + "'";
    try (Stream<WorkflowExecutionMetadata> found = temporal.listExecutions(query)) {
      List<CompletableFuture<RunLine>> lines =
          found
              .filter(execution -> !execution.getStatus().name().endsWith("CONTINUED_AS_NEW"))
              .limit(limit)
              .map(
                  execution ->
                      CompletableFuture.supplyAsync(() -> line(execution), ON_VIRTUAL_THREAD))
              .toList();
      return lines.stream().map(CompletableFuture::join).toList();
    }
  }

  private RunLine line(WorkflowExecutionMetadata execution) {
    String runId = execution.getExecution().getWorkflowId();
    RunState state = RunState.of(execution.getStatus());
    boolean open = state == RunState.RUNNING;
    String stage = execution.getTypedSearchAttributes().get(SearchAttributes.STAGE);
    return new RunLine(
        runId,
        Ids.targetOf(runId),
        state,
        state == RunState.ENDED ? outcome(runId) : Objects.requireNonNullElse(stage, ""),
        execution.getStartTime(),
        open ? null : execution.getCloseTime());
  }

  /** The outcome stands in the result alone. */
  private String outcome(String runId) {
    try {
      return summary(runId).outcome().name();
    } catch (WorkflowException | ProblemException unreadable) {
      return "";
    }
  }

  /** From the mirrors of the targets asked for; nothing where no worker answers soon. */
  private List<RunLine> older(@Nullable String target, int limit) {
    List<Target> asked =
        target == null ? targets.all() : targets.find(target).map(List::of).orElse(List.of());
    List<CompletableFuture<List<RunSummary>>> answers =
        asked.stream()
            .limit(MOST_MIRRORS)
            .map(
                known -> CompletableFuture.supplyAsync(() -> kept(known, limit), ON_VIRTUAL_THREAD))
            .toList();
    return answers.stream().flatMap(answer -> answer.join().stream()).map(RunLine::of).toList();
  }

  private List<RunSummary> kept(Target target, int limit) {
    try {
      return mirrors.runs(target, limit, GLANCE);
    } catch (ProblemException | TemporalException unanswered) {
      return List.of();
    }
  }

  /**
   * An improvement as its open run knows it, or after the run as the mirror does, which also knows
   * of rollbacks.
   *
   * @throws ProblemException 404 when there is none with this id; 503 when its run is open and
   *     nobody can say
   */
  public Improvement improvement(String improvementId) {
    String runId = Ids.runOf(improvementId);
    Optional<RunView> run = describe(runId).map(execution -> view(execution, Ids.targetOf(runId)));
    Optional<Improvement> known =
        run.map(RunView::knownImprovements).stream()
            .flatMap(List::stream)
            .filter(improvement -> improvement.id().equals(improvementId))
            .findFirst();
    if (known.isPresent() && run.map(RunView::open).orElse(false)) {
      return known.get();
    }
    if (run.filter(view -> view.open() && view.status() == null).isPresent()) {
      throw ProblemException.unavailable(
          "run-silent",
          "no worker answers for the run %s at the moment; ask again".formatted(runId));
    }
    return inMirror(improvementId, known)
        .or(() -> known)
        .orElseThrow(
            () ->
                ProblemException.notFound(
                    "no-such-improvement",
                    "there is no improvement '%s'; the run %s lists its own"
                        .formatted(improvementId, runId)));
  }

  private Optional<Improvement> inMirror(String improvementId, Optional<Improvement> known) {
    try {
      return targets
          .find(Ids.targetOf(Ids.runOf(improvementId)))
          .flatMap(target -> mirrors.improvement(target, improvementId));
    } catch (ProblemException unanswered) {
      if (known.isPresent()) {
        return known;
      }
      throw unanswered;
    }
  }
}
