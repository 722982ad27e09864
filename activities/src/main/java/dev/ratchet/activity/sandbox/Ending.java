package dev.ratchet.activity.sandbox;

import dev.ratchet.activity.sandbox.SandboxRun.Limit;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a tree ended, and what that means.
 *
 * @param code of the command, or of a signal
 * @param outOfMemory whether the kernel killed for want of memory
 * @param outOfProcesses whether a fork was refused
 */
record Ending(int code, boolean outOfMemory, boolean outOfProcesses) {

  /**
   * @param killed why it was killed from outside; null when it was not
   * @param exceeded the limit that it was killed for; null when it was not
   */
  SandboxRun run(
      @Nullable String killed, @Nullable Limit exceeded, Duration elapsed, BoundedLog output) {
    if (killed != null) {
      return new SandboxRun.Killed(killed, elapsed, output.file());
    }
    Limit limit = exceeded != null ? exceeded : code == 0 ? null : exhausted(output);
    if (limit == Limit.TIME && outOfProcesses) {
      // It spent its time on waiting for the next one.
      limit = Limit.PROCESSES;
    }
    return limit == null
        ? new SandboxRun.Exited(code, elapsed, output.file())
        : new SandboxRun.LimitExceeded(limit, elapsed, output.file());
  }

  /** What a command that failed had run out of. */
  private @Nullable Limit exhausted(BoundedLog output) {
    if (outOfMemory) {
      return Limit.MEMORY;
    }
    if (outOfProcesses) {
      return Limit.PROCESSES;
    }
    return output.saw("No space left on device") ? Limit.DISK : null;
  }
}
