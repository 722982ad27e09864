package dev.ratchet.activity.sandbox;

import java.nio.file.Path;
import java.time.Duration;

/** How a command ended. The log holds its output up to the limit. */
public sealed interface SandboxRun {
  Duration elapsed();

  Path log();

  record Exited(int code, Duration elapsed, Path log) implements SandboxRun {}

  record LimitExceeded(Limit limit, Duration elapsed, Path log) implements SandboxRun {}

  record Killed(String reason, Duration elapsed, Path log) implements SandboxRun {}

  /** What may run out. */
  enum Limit {
    TIME,
    MEMORY,
    PROCESSES,
    DISK,
    LOG
  }
}
