package dev.ratchet.workflow.trial;

import dev.ratchet.domain.Baseline;
import dev.ratchet.domain.Candidate;
import dev.ratchet.domain.GateError;
import dev.ratchet.domain.GateResult;
import dev.ratchet.domain.Target;
import dev.ratchet.domain.TargetSettings;
import dev.ratchet.domain.TestCounts;
import io.temporal.activity.ActivityInterface;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Builds and tests in the sandbox, and judges. All methods heartbeat, with progress for a person.
 */
@ActivityInterface
public interface TrialActivities {
  /** Builds and tests the base, or gives back what is known of its tree. */
  Baseline measureBaseline(BaselineRequest request);

  /**
   * Runs the cheap gates, those that need no test run, in order of cost; stops at the first that
   * refuses.
   */
  List<GateResult> checkCandidate(CheckRequest request);

  /** Builds the commit and runs all tests, then compares with the baseline. */
  TestTrial testCommit(TestRequest request);

  record BaselineRequest(Target target, String runId, String commit, TargetSettings settings) {}

  record CheckRequest(
      Target target,
      String runId,
      Candidate candidate,
      TargetSettings settings,
      Baseline baseline) {}

  /**
   * @param keepAsBaseline whether a green run is kept as the baseline of the commit's tree, with
   *     coverage
   */
  record TestRequest(
      Target target,
      String runId,
      String commit,
      TargetSettings settings,
      Baseline baseline,
      boolean keepAsBaseline) {}

  /** What became of a full test run. */
  sealed interface TestTrial {
    TestCounts tests();

    Duration elapsed();

    String logDigest();

    /**
     * @param baseline of this commit, when it was to be kept
     */
    record Passed(TestCounts tests, Duration elapsed, String logDigest, Optional<Baseline> baseline)
        implements TestTrial {}

    record Failed(TestCounts tests, Duration elapsed, String logDigest, List<GateError> errors)
        implements TestTrial {
      public Failed {
        errors = List.copyOf(errors);
      }
    }
  }
}
