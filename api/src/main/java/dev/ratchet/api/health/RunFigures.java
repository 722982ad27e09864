package dev.ratchet.api.health;

import dev.ratchet.platform.metric.Metrics;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many runs there are in each state, as Temporal counts them when somebody looks. */
final class RunFigures {
  /** A scraper asks every few seconds at most; each state costs Temporal a count. */
  private static final Duration FRESH = Duration.ofSeconds(5);

  private static final List<String> STATES =
      List.of("Running", "Completed", "Failed", "Canceled", "Terminated", "TimedOut");

  private final WorkflowClient temporal;
  private final Map<String, Figure> figures = new ConcurrentHashMap<>();

  private record Figure(double value, long readNanos) {}

  RunFigures(WorkflowClient temporal, Metrics metrics) {
    this.temporal = temporal;
    STATES.forEach(
        state ->
            metrics.gauge(
                "ratchet.runs",
                "Runs that Temporal remembers, by the state of their workflow.",
                "state",
                state,
                () -> value(state)));
  }

  private double value(String state) {
    Figure known = figures.get(state);
    if (known != null && System.nanoTime() - known.readNanos() < FRESH.toNanos()) {
      return known.value();
    }
    double value = count(state);
    figures.put(state, new Figure(value, System.nanoTime()));
    return value;
  }

  /** NaN, which Prometheus takes for no value, when Temporal does not answer. */
  private double count(String state) {
    try {
      return temporal
          .countWorkflows(
              "WorkflowType = 'ImprovementCycleWorkflow' AND ExecutionStatus = '%s'"
                  .formatted(state))
          .getCount();
    } catch (WorkflowException | StatusRuntimeException unreachable) {
      return Double.NaN;
    }
  }
}
