package dev.ratchet.activity.sandbox;

import dev.ratchet.activity.sandbox.SandboxRun.Limit;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How one run comes to its end, and who ended it. What ends a run that is still being started takes
 * effect as soon as it has started. Thread-safe.
 */
final class Ending {
  private @Nullable Runnable kill;
  private @Nullable Limit exceeded;
  private @Nullable String killed;

  /**
   * @param kill ends the whole tree; called once or more often
   */
  synchronized void started(Runnable kill) {
    this.kill = kill;
    if (asked()) {
      kill.run();
    }
  }

  synchronized void exceed(Limit limit) {
    // The first counts: a kill closes the pipes, which looks like another trouble.
    if (exceeded == null) {
      exceeded = limit;
    }
    kill();
  }

  synchronized void end(String reason) {
    killed = reason;
    kill();
  }

  private synchronized void kill() {
    if (kill != null) {
      kill.run();
    }
  }

  /** Whether the tree was ended, by a limit or from outside. */
  synchronized boolean asked() {
    return exceeded != null || killed != null;
  }

  /**
   * @param reached limits that the tree has run into, whether or not that ended it
   */
  synchronized SandboxRun outcome(
      int code, Duration elapsed, BoundedLog output, Set<Limit> reached) {
    if (killed != null) {
      return new SandboxRun.Killed(killed, elapsed, output.file());
    }
    Limit limit = exceeded != null ? exceeded : code == 0 ? null : exhausted(output, reached);
    if (limit == Limit.TIME && reached.contains(Limit.PROCESSES)) {
      // It spent its time on waiting for the next one.
      limit = Limit.PROCESSES;
    }
    return limit == null
        ? new SandboxRun.Exited(code, elapsed, output.file())
        : new SandboxRun.LimitExceeded(limit, elapsed, output.file());
  }

  /** What a command that failed had run out of. */
  private static @Nullable Limit exhausted(BoundedLog output, Set<Limit> reached) {
    if (reached.contains(Limit.MEMORY)) {
      return Limit.MEMORY;
    }
    if (reached.contains(Limit.PROCESSES)) {
      return Limit.PROCESSES;
    }
    return output.saw("No space left on device") ? Limit.DISK : null;
  }
}
