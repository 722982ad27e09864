package dev.ratchet.workflow.cycle;

import dev.ratchet.domain.Baseline;
import dev.ratchet.domain.Improvement;
import dev.ratchet.workflow.ActivityStubs;
import dev.ratchet.workflow.SearchAttributes;
import dev.ratchet.workflow.event.RunEvent;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a run shows of itself: status, search attributes, details in Temporal's UI, and events. */
final class RunJournal {
  private final RunRequest request;
  private final ActivityStubs activities;
  private final Instant startedAt;
  private final Map<String, Improvement> improvements = new LinkedHashMap<>();
  private Stage stage = Stage.OPENING;
  private String doing = "opening the target";
  private @Nullable String base;
  private @Nullable Baseline baseline;
  private int events;

  RunJournal(RunRequest request, ActivityStubs activities) {
    this.request = request;
    this.activities = activities;
    Continuation from = request.continuation();
    this.startedAt = from == null ? now() : from.shown().startedAt();
    if (from != null) {
      Continuation.Shown shown = from.shown();
      shown.improvements().forEach(known -> improvements.put(known.id(), known));
      stage = shown.stage();
      doing = shown.doing();
      events = shown.events();
      base = from.work().base();
      baseline = from.work().measured();
    }
  }

  /** To hand on to the run's next part. */
  Continuation.Shown shown() {
    return new Continuation.Shown(startedAt, stage, doing, events, improvements());
  }

  /** Shows in Temporal what an earlier part of the run showed. */
  void goOn() {
    mark();
    show();
  }

  static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }

  Instant startedAt() {
    return startedAt;
  }

  void enter(Stage next, String sentence) {
    stage = next;
    doing = sentence;
    mark();
    announce("stage", sentence, Map.of("stage", next.name()));
  }

  private void mark() {
    Workflow.upsertTypedSearchAttributes(
        SearchAttributes.TARGET.valueSet(request.target().name()),
        SearchAttributes.STAGE.valueSet(stage.name()));
  }

  void base(String commit) {
    base = commit;
  }

  void baseline(Baseline measured) {
    baseline = measured;
    announce(
        "baseline",
        measured.status() + ": " + measured.tests().passed() + " tests pass",
        Map.of(
            "status", measured.status().name(),
            "passed", Integer.toString(measured.tests().passed()),
            "failed", Integer.toString(measured.tests().failed()),
            "skipped", Integer.toString(measured.tests().skipped())));
  }

  /** An improvement's first sight; its stage is announced anyway. */
  void takenUp(Improvement improvement) {
    improvements.put(improvement.id(), improvement);
    show();
  }

  void improvement(Improvement improvement) {
    Improvement before = improvements.put(improvement.id(), improvement);
    if (before == null || before.state() != improvement.state()) {
      announce(
          "improvement",
          improvement.description()
              + ": "
              + improvement.state()
              + (improvement.outcome().isEmpty() ? "" : " (" + improvement.outcome() + ")"),
          Map.of("improvement", improvement.id(), "state", improvement.state().name()));
    }
    show();
  }

  Improvement improvement(String id) {
    Improvement found = improvements.get(id);
    if (found == null) {
      throw ApplicationFailure.newNonRetryableFailure("no improvement " + id, "Fault");
    }
    return found;
  }

  List<Improvement> improvements() {
    return new ArrayList<>(improvements.values());
  }

  /** How many are applied and verified. */
  long verified() {
    return improvements.values().stream()
        .filter(improvement -> improvement.state() == Improvement.State.VERIFIED)
        .count();
  }

  /** The highest number that an improvement of this run has; 0 while there is none. */
  int lastNumber() {
    return improvements.keySet().stream()
        .mapToInt(id -> Integer.parseInt(id.substring(id.lastIndexOf('-') + 1)))
        .max()
        .orElse(0);
  }

  /**
   * Tells those who follow the run; a failure to tell is no failure of the run, and a stop takes no
   * event back.
   */
  void announce(String type, String message, Map<String, String> data) {
    show();
    RunEvent event =
        new RunEvent(request.runId(), Integer.toString(++events), type, message, now(), data);
    try {
      Workflow.newDetachedCancellationScope(() -> activities.events().announce(event)).run();
    } catch (ActivityFailure untold) {
      Workflow.getLogger(RunJournal.class).warn("event={} untold", type);
    }
  }

  RunStatus status(boolean paused, String stopReason) {
    return new RunStatus(
        request.runId(),
        request.target().name(),
        stage,
        paused,
        doing,
        startedAt,
        base,
        baseline,
        improvements(),
        stopReason);
  }

  private void show() {
    StringBuilder details = new StringBuilder();
    details.append("**").append(stage).append("**: ").append(doing).append("\n\n");
    if (!improvements.isEmpty()) {
      details.append("| improvement | what | state |\n|---|---|---|\n");
      improvements
          .values()
          .forEach(
              improvement ->
                  details
                      .append("| ")
                      .append(improvement.id())
                      .append(" | ")
                      .append(improvement.description())
                      .append(" | ")
                      .append(improvement.state())
                      .append(" |\n"));
    }
    Workflow.setCurrentDetails(details.toString());
  }
}
