package dev.ratchet.activity.trial;

import dev.ratchet.activity.sandbox.SandboxLimits;
import dev.ratchet.activity.sandbox.SandboxRun;
import dev.ratchet.domain.TargetSettings;
import dev.ratchet.domain.TargetSettings.BuildTool;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Says of a build that failed what happened, and what would be right. */
final class BuildMessages {
  /** The build's own last words: as much as a person reads of them. */
  private static final int MOST_BYTES = 1500;

  private static final int MOST_LINES = 15;
  private static final long MIB = 1 << 20;

  private BuildMessages() {}

  static String exceeded(SandboxRun.LimitExceeded exceeded, TargetSettings settings)
      throws IOException {
    SandboxLimits limits = TargetBuild.limits(settings);
    String may =
        switch (exceeded.limit()) {
          case TIME ->
              limits.time().toSeconds() + " s, which budget.build-time in ratchet.yml may change";
          case MEMORY -> limits.memoryBytes() / MIB + " MiB for all its processes together";
          case PROCESSES -> limits.processes() + " processes and threads at a time";
          case DISK -> limits.diskBytes() / MIB + " MiB with its sources";
          case LOG -> limits.logBytes() / MIB + " MiB of output";
        };
    return "the build ran out of "
        + exceeded.limit()
        + "; it may take at most "
        + may
        + "; its last words:\n"
        + tail(exceeded.log());
  }

  /** Of a run that ended by itself. */
  static String failed(BuildRun run) throws IOException {
    String code =
        run.run() instanceof SandboxRun.Exited exited ? "exit code " + exited.code() + ": " : "";
    if (!run.errors().isEmpty()) {
      return code + String.join("\n", run.errors());
    }
    String tail = tail(run.run().log());
    // The first line is what a run's summary shows.
    return code + tail.lines().reduce("no output", (first, last) -> last) + "\n" + tail;
  }

  static String noTests(BuildTool tool) {
    return "the build ended well and left no JUnit XML; Ratchet looks for files TEST-*.xml in "
        + switch (tool) {
          case MAVEN -> "target/surefire-reports and target/failsafe-reports of each module";
          case COMMANDS ->
              "the root, folders named test-results and all folders up to three levels deep";
        };
  }

  static String onlyWithNetwork(String message) {
    return "it builds with network, for the dependencies, and fails without network, as in every"
        + " trial; nothing that it needs may come over the network then\n"
        + message;
  }

  private static String tail(Path log) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      byte[] end = new byte[(int) Math.min(file.length(), MOST_BYTES)];
      file.seek(file.length() - end.length);
      file.readFully(end);
      List<String> lines = new String(end, StandardCharsets.UTF_8).lines().toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size()));
    }
  }
}
