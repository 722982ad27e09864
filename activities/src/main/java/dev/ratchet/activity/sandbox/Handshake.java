package dev.ratchet.activity.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets a tree begin only when it can no longer outlive whoever started it. The first process of its
 * PID namespace asks for its parent's death signal late, after the command has been forked; a
 * parent that dies before leaves it running. So the command first waits for a line on its standard
 * input, and that line comes once the signal is asked for. A parent that dies first closes the line
 * instead, and the command ends without having begun.
 */
final class Handshake {
  /** What the command's shell does first. */
  static final String AWAIT = "read -r begin || exit 125; ";

  private Handshake() {}

  /**
   * Waits until the tree is guarded or gone, or the thread is interrupted, and tells it to begin;
   * closes the line in any case.
   *
   * @param bubblewrap whose only child is the first process of the tree's PID namespace
   */
  static void begin(Process bubblewrap) {
    try (var line = bubblewrap.outputWriter()) {
      while (bubblewrap.isAlive() && !Thread.currentThread().isInterrupted()) {
        if (bubblewrap.children().anyMatch(Handshake::guarded)) {
          line.write('\n');
          return;
        }
        LockSupport.parkNanos(1_000_000);
      }
    } catch (IOException gone) {
      // Nobody is left who could begin.
    }
  }

  /** bubblewrap's first process takes the filter on right after it has asked for the signal. */
  private static boolean guarded(ProcessHandle first) {
    return filters(Path.of("/proc", Long.toString(first.pid()), "status"))
        > filters(Path.of("/proc/self/status"));
  }

  /** How many filters of system calls a process has: containers may give it one before ours. */
  private static int filters(Path status) {
    try {
      return Files.readAllLines(status).stream()
          .filter(line -> line.startsWith("Seccomp_filters:"))
          .map(line -> Integer.valueOf(line.substring("Seccomp_filters:".length()).strip()))
          .findFirst()
          .orElse(0);
    } catch (IOException gone) {
      return 0;
    }
  }
}
