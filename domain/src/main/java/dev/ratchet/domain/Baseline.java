package dev.ratchet.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the target does before anything is changed; the details lie in the object store.
 *
 * @param tests of the last full run at this tree
 * @param flaky ids of tests whose result differed between two runs
 * @param failing ids of tests that failed, at most 100 of them
 * @param details digest of the full record: every test with its result and time, covered lines per
 *     file, class paths; null when nothing was built
 * @param message for a person, when the status is not GREEN; the build's own last words included,
 *     at most 2,000 characters
 */
public record Baseline(
    String commit,
    String tree,
    Status status,
    TestCounts tests,
    List<String> flaky,
    List<String> failing,
    @Nullable String details,
    String message) {
  public Baseline {
    Checks.commit(commit, "commit");
    Checks.commit(tree, "tree");
    flaky = List.copyOf(flaky);
    failing = List.copyOf(failing);
  }

  /** Only GREEN and FAILING_TESTS baselines can carry trials; all are analysed. */
  public enum Status {
    GREEN("is green"),
    FAILING_TESTS("has failing tests"),
    NO_TESTS("has no tests"),
    DOES_NOT_BUILD("does not build"),
    UNSUPPORTED_LANGUAGE_LEVEL("asks for a language level that this JDK does not compile"),
    LIMIT_EXCEEDED("exceeds a limit when it is built");

    private final String says;

    Status(String says) {
      this.says = says;
    }

    /** What is true of the base, to go on a sentence about it. */
    public String says() {
      return says;
    }
  }

  public boolean carriesTrials() {
    return status == Status.GREEN || status == Status.FAILING_TESTS;
  }
}
