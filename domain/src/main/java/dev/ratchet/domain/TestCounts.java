package dev.ratchet.domain;

import java.time.Duration;

/** Counts of one run of a test suite. */
public record TestCounts(int passed, int failed, int skipped, Duration elapsed) {
  public static final TestCounts NONE = new TestCounts(0, 0, 0, Duration.ZERO);

  public TestCounts {
    Checks.notNegative(passed, "passed");
    Checks.notNegative(failed, "failed");
    Checks.notNegative(skipped, "skipped");
  }

  public int total() {
    return passed + failed + skipped;
  }
}
