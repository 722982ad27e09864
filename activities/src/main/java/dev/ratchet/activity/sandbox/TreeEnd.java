package dev.ratchet.activity.sandbox;

import dev.ratchet.activity.sandbox.SandboxRun.Limit;
import java.util.EnumSet;
import java.util.Set;

/**
 * How a tree ended, and which of its limits it had run into.
 *
 * @param code of the command, or of a signal
 * @param outOfMemory whether the kernel killed for want of memory
 * @param outOfProcesses whether a fork was refused
 */
record TreeEnd(int code, boolean outOfMemory, boolean outOfProcesses) {
  /** What is said of a tree that was killed and of which nothing more was heard. */
  static final TreeEnd UNSEEN = new TreeEnd(137, false, false);

  Set<Limit> reached() {
    Set<Limit> reached = EnumSet.noneOf(Limit.class);
    if (outOfMemory) {
      reached.add(Limit.MEMORY);
    }
    if (outOfProcesses) {
      reached.add(Limit.PROCESSES);
    }
    return reached;
  }
}
