package dev.ratchet.domain;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a target is built and what may be done to it: ratchet.yml over what was detected.
 *
 * @param build commands that build; empty for Maven's defaults
 * @param test commands that test and leave JUnit XML; empty for Maven's defaults
 * @param benchmark commands that print a time or JMH's JSON; empty when there are none
 * @param jdk feature release of the JDK that builds and tests it, for example 17; null for the one
 *     Ratchet runs on
 * @param languageLevel the Java release that main code must compile with; 0 when unknown
 * @param sourceLevel the lowest Java release whose syntax and library main code has to keep to:
 *     languageLevel, or a lower one that the target's continuous integration compiles for; 0 when
 *     unknown
 * @param allowedPaths globs of what may be changed
 * @param protectedPaths globs of what may never be changed, stronger than allowedPaths; always
 *     holds ratchet.yml
 * @param testRoots folders below which everything is a test and is never changed
 * @param sourceRoots folders that hold main Java sources
 * @param improvementsBranch short name of the branch that improvements go to
 * @param notes what a person should know of how these settings came about, for example that Maven
 *     was chosen over Gradle
 */
public record TargetSettings(
    BuildTool buildTool,
    List<String> build,
    List<String> test,
    List<String> benchmark,
    @Nullable Integer jdk,
    int languageLevel,
    int sourceLevel,
    List<String> allowedPaths,
    List<String> protectedPaths,
    List<String> testRoots,
    List<String> sourceRoots,
    String improvementsBranch,
    ApprovalPolicy approval,
    Budget budget,
    Map<String, String> environment,
    List<String> notes) {
  public TargetSettings {
    build = List.copyOf(build);
    test = List.copyOf(test);
    benchmark = List.copyOf(benchmark);
    allowedPaths = List.copyOf(allowedPaths);
    protectedPaths = List.copyOf(protectedPaths);
    testRoots = List.copyOf(testRoots);
    sourceRoots = List.copyOf(sourceRoots);
    environment = Map.copyOf(environment);
    notes = List.copyOf(notes);
    Checks.text(improvementsBranch, "improvementsBranch");
  }

  /** Who builds the target. */
  public enum BuildTool {
    MAVEN,
    COMMANDS
  }

  /**
   * What one run may spend.
   *
   * @param improvements most improvements that are taken up
   * @param stack most candidates that share one test run
   * @param buildTime most time of one build with its tests
   */
  public record Budget(int improvements, int stack, Duration buildTime) {
    public static final Budget DEFAULT = new Budget(50, 25, Duration.ofMinutes(30));

    public Budget {
      if (improvements < 1 || stack < 1 || !buildTime.isPositive()) {
        throw new IllegalArgumentException(
            "a budget must be positive: " + improvements + ", " + stack + ", " + buildTime);
      }
    }
  }
}
