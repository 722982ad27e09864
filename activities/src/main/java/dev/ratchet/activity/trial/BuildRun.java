package dev.ratchet.activity.trial;

import dev.ratchet.activity.sandbox.SandboxRun;
import java.nio.file.Path;
import java.util.List;

/**
 * One build with all tests, ended.
 *
 * @param output folder with what was collected, at its inside paths
 * @param errors the first lines that the build marked as errors
 */
public record BuildRun(SandboxRun run, TestReport report, Path output, List<String> errors) {
  public BuildRun {
    errors = List.copyOf(errors);
  }

  /** Whether everything compiled: failing tests do not count against it. */
  public boolean built() {
    return run instanceof SandboxRun.Exited exited && exited.code() == 0;
  }

  public Path classes() {
    return output.resolve("src");
  }

  public Path coverage() {
    return output.resolve("tmp/jacoco.exec");
  }

  /** The local repository that a build with network has filled. */
  public Path repository() {
    return output.resolve("m2");
  }
}
