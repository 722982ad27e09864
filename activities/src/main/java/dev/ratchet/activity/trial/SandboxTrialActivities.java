package dev.ratchet.activity.trial;

import dev.ratchet.activity.Progress;
import dev.ratchet.activity.gate.Gate;
import dev.ratchet.activity.gate.Trial;
import dev.ratchet.activity.repository.Mirror;
import dev.ratchet.activity.sandbox.SandboxRun;
import dev.ratchet.activity.trial.TestReport.Status;
import dev.ratchet.domain.Baseline;
import dev.ratchet.domain.GateError;
import dev.ratchet.domain.GateResult;
import dev.ratchet.domain.Target;
import dev.ratchet.domain.TestCounts;
import dev.ratchet.platform.object.ObjectStore;
import dev.ratchet.workflow.Failures;
import dev.ratchet.workflow.trial.TrialActivities;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Trials in a sandbox of this machine. Thread-safe; one full test run at a time, for two would
 * disturb each other's times.
 */
public final class SandboxTrialActivities implements TrialActivities {
  private final Workbench workbench;
  private final ObjectStore objects;
  private final List<Gate> gates;
  private final Supplier<Progress> progress;

  /**
   * @param gates the cheap ones, in order of cost
   * @param progress of the activity that runs in the calling thread
   */
  public SandboxTrialActivities(
      Workbench workbench, ObjectStore objects, List<Gate> gates, Supplier<Progress> progress) {
    this.workbench = workbench;
    this.objects = objects;
    this.gates = List.copyOf(gates);
    this.progress = progress;
  }

  @Override
  public Baseline measureBaseline(BaselineRequest request) {
    try (Mirror mirror = workbench.mirror(request.target())) {
      return interruptibly(
          () -> new BaselineMeasurement(workbench, mirror, progress.get()).measure(request));
    }
  }

  @Override
  public List<GateResult> checkCandidate(CheckRequest request) {
    List<GateResult> results = new ArrayList<>();
    try (Mirror mirror = workbench.mirror(request.target())) {
      return interruptibly(
          () ->
              workbench.inPlace(
                  place -> {
                    Trial trial = new Trial(request, mirror, workbench, place, progress.get());
                    for (Gate gate : gates) {
                      progress.get().report("gate " + gate.name(), Map.of());
                      results.add(run(gate, trial));
                      if (!results.getLast().passed()) {
                        break;
                      }
                    }
                    return results;
                  }));
    }
  }

  private static GateResult run(Gate gate, Trial trial) throws InterruptedException {
    long started = System.nanoTime();
    Map<String, String> figures = new TreeMap<>();
    List<GateError> errors = GateError.few(gate.check(trial, figures));
    Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
    return new GateResult(gate.name(), errors.isEmpty(), elapsed, errors, figures);
  }

  @Override
  public TestTrial testCommit(TestRequest request) {
    try (Mirror mirror = workbench.mirror(request.target())) {
      return interruptibly(() -> workbench.inPlace(place -> test(request, mirror, place)));
    }
  }

  private TestTrial test(TestRequest request, Mirror mirror, Path place)
      throws IOException, InterruptedException {
    Path sources = Files.createDirectories(place.resolve("in"));
    mirror.export(request.commit(), sources);
    BaselineDetails details = workbench.baselines().details(request.baseline());
    Path repository =
        workbench
            .repository(request.target(), request.baseline())
            .orElseThrow(() -> dependenciesGone(request.target()));
    BuildRun run =
        workbench.build(
            sources,
            request.settings(),
            repository,
            request.keepAsBaseline(),
            place,
            progress.get());
    throwIfKilled(run.run());
    String log = store(run.run().log());
    TestCounts counts = run.report().counts(run.run().elapsed());
    List<GateError> errors =
        GateError.few(new TestComparison(details, request.baseline().flaky()).errors(run));
    if (!errors.isEmpty()) {
      return new TestTrial.Failed(counts, run.run().elapsed(), log, errors);
    }
    Optional<Baseline> kept =
        request.keepAsBaseline()
            ? Optional.of(
                new BaselineMeasurement(workbench, mirror, progress.get())
                    .keep(request, run, details, counts, sources))
            : Optional.empty();
    return new TestTrial.Passed(counts, run.run().elapsed(), log, kept);
  }

  private static ApplicationFailure dependenciesGone(Target target) {
    return ApplicationFailure.newNonRetryableFailure(
        "the dependency repository of " + target.name() + " was deleted during the run; run again",
        "DependenciesGone");
  }

  /**
   * A tree that was killed says nothing about the candidate: the activity is tried again when it
   * may.
   */
  static void throwIfKilled(SandboxRun run) {
    if (run instanceof SandboxRun.Killed killed) {
      throw ApplicationFailure.newBuilder()
          .setMessage("the sandbox was killed: " + killed.reason())
          .setType(Failures.EMERGENCY_STOP)
          .setNextRetryDelay(Duration.ofSeconds(1))
          .build();
    }
  }

  private String store(Path log) throws IOException {
    try (InputStream in = Files.newInputStream(log)) {
      return objects.put(in);
    }
  }

  private interface Step<T> {
    T run() throws IOException, InterruptedException;
  }

  private static <T> T interruptibly(Step<T> step) {
    try {
      return step.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ApplicationFailure.newFailure("the worker is shutting down", "Interrupted");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static boolean passed(TestReport.Result result) {
    return result.status() == Status.PASSED;
  }
}
