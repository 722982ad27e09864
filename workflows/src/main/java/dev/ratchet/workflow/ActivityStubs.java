package dev.ratchet.workflow;

import dev.ratchet.workflow.analysis.AnalysisActivities;
import dev.ratchet.workflow.event.EventActivities;
import dev.ratchet.workflow.repository.RepositoryActivities;
import dev.ratchet.workflow.trial.TrialActivities;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/**
 * Stubs of the activities on a home's task queue, each call with a summary for Temporal's UI. For
 * workflow code only.
 */
public final class ActivityStubs {
  /** A worker that died is noticed after this long. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /** A step that fails this often has a fault, and no bad luck. */
  private static final int ATTEMPTS = 12;

  private final String taskQueue;
  private final Duration longest;

  /**
   * @param longest most time of one build with all tests
   */
  public ActivityStubs(String homeId, Duration longest) {
    this.taskQueue = TaskQueues.home(homeId);
    this.longest = longest;
  }

  public RepositoryActivities repository(String summary) {
    return Workflow.newActivityStub(
        RepositoryActivities.class, options(summary, Duration.ofMinutes(10), ATTEMPTS).build());
  }

  /** For compensations and what must not be given up: tried until it works. */
  public RepositoryActivities undo(String summary) {
    return Workflow.newActivityStub(
        RepositoryActivities.class, options(summary, Duration.ofMinutes(10), 0).build());
  }

  public AnalysisActivities analysis(String summary) {
    return Workflow.newActivityStub(
        AnalysisActivities.class, lengthy(summary, Duration.ofMinutes(30)).build());
  }

  public TrialActivities trial(String summary) {
    // Two runs of a baseline, and what surrounds them.
    return Workflow.newActivityStub(
        TrialActivities.class, lengthy(summary, longest.multipliedBy(2).plusMinutes(15)).build());
  }

  public EventActivities events() {
    return Workflow.newActivityStub(
        EventActivities.class,
        ActivityOptions.newBuilder()
            .setTaskQueue(taskQueue)
            .setStartToCloseTimeout(Duration.ofSeconds(10))
            .setScheduleToCloseTimeout(Duration.ofMinutes(2))
            .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(3).build())
            .build());
  }

  private ActivityOptions.Builder lengthy(String summary, Duration time) {
    return options(summary, time, ATTEMPTS).setHeartbeatTimeout(HEARTBEAT);
  }

  private ActivityOptions.Builder options(String summary, Duration time, int attempts) {
    return ActivityOptions.newBuilder()
        .setTaskQueue(taskQueue)
        .setSummary(summary)
        // A deed must be over before its undo begins: a stop waits for what runs to end.
        .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
        .setStartToCloseTimeout(time)
        .setRetryOptions(
            RetryOptions.newBuilder()
                .setInitialInterval(Duration.ofMillis(500))
                .setMaximumInterval(Duration.ofSeconds(5))
                .setMaximumAttempts(attempts)
                .build());
  }
}
