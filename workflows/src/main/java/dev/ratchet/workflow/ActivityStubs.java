package dev.ratchet.workflow;

import dev.ratchet.workflow.analysis.AnalysisActivities;
import dev.ratchet.workflow.event.EventActivities;
import dev.ratchet.workflow.performance.SystemPerformanceActivities;
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

  /** Over five minutes. */
  private static final int PUBLISHING_ATTEMPTS = 70;

  /** How often a call is tried that waits for a person or for another run: over an hour. */
  private static final int PATIENT_ATTEMPTS = 1_000;

  /** Of a step that stays in the mirror. */
  private static final Duration LOCAL = Duration.ofMinutes(2);

  /** Of a step that may fetch a whole repository. */
  private static final Duration REMOTE = Duration.ofMinutes(10);

  private final String taskQueue;
  private final Duration longest;

  /**
   * @param longest most time of one build with all tests
   */
  public ActivityStubs(String homeId, Duration longest) {
    this.taskQueue = TaskQueues.home(homeId);
    this.longest = longest;
  }

  /** For steps that stay in the mirror. */
  public RepositoryActivities repository(String summary) {
    return patient(RepositoryActivities.class, options(summary, LOCAL));
  }

  /** For steps that reach out to the target repository. */
  public RepositoryActivities remote(String summary) {
    return patient(RepositoryActivities.class, options(summary, REMOTE));
  }

  /**
   * For the last step to the target repository, on which much work hangs: a remote may be away for
   * some minutes.
   */
  public RepositoryActivities publishing(String summary) {
    return patient(RepositoryActivities.class, options(summary, REMOTE), PUBLISHING_ATTEMPTS);
  }

  /** For compensations and what must not be given up: tried until it works. */
  public RepositoryActivities undo(String summary) {
    return Workflow.newActivityStub(
        RepositoryActivities.class, attempts(options(summary, REMOTE), 0));
  }

  public AnalysisActivities analysis(String summary) {
    return patient(AnalysisActivities.class, options(summary, Duration.ofMinutes(30)));
  }

  public TrialActivities trial(String summary) {
    // Two runs of a baseline, and what surrounds them.
    return patient(
        TrialActivities.class, options(summary, longest.multipliedBy(2).plusMinutes(15)));
  }

  /** For looking at Ratchet itself, which can wait for the next time. */
  public SystemPerformanceActivities system(String summary) {
    return Workflow.newActivityStub(
        SystemPerformanceActivities.class,
        attempts(
            options(summary, LOCAL).setScheduleToCloseTimeout(Duration.ofMinutes(10)), ATTEMPTS));
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

  private static <T> T patient(Class<T> type, ActivityOptions.Builder options) {
    return patient(type, options, ATTEMPTS);
  }

  private static <T> T patient(Class<T> type, ActivityOptions.Builder options, int attempts) {
    return Patience.over(
        type,
        Workflow.newActivityStub(type, attempts(options, attempts)),
        () -> Workflow.newActivityStub(type, attempts(options, PATIENT_ATTEMPTS)));
  }

  private static ActivityOptions attempts(ActivityOptions.Builder options, int attempts) {
    return options
        .setRetryOptions(
            RetryOptions.newBuilder()
                .setInitialInterval(Duration.ofMillis(500))
                .setMaximumInterval(Duration.ofSeconds(5))
                .setMaximumAttempts(attempts)
                .build())
        .build();
  }

  private ActivityOptions.Builder options(String summary, Duration time) {
    return ActivityOptions.newBuilder()
        .setTaskQueue(taskQueue)
        .setSummary(summary)
        // A deed must be over before its undo begins: a stop waits for what runs to end.
        .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
        .setStartToCloseTimeout(time)
        .setHeartbeatTimeout(HEARTBEAT);
  }
}
