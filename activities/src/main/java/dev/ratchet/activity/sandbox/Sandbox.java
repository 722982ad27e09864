package dev.ratchet.activity.sandbox;

import java.util.function.Consumer;

/**
 * Runs untrusted commands, each in a tree of its own without network, secrets or the host's files.
 * Thread-safe.
 */
public interface Sandbox {
  /** "bubblewrap" or "docker". */
  String tier();

  /**
   * Runs a command to its end, blocking. An interrupt kills the tree before it is thrown.
   *
   * @param lines is told each line of output, from one thread, and must not block
   */
  SandboxRun run(SandboxCommand command, SandboxLimits limits, Consumer<String> lines)
      throws InterruptedException;

  /**
   * Kills everything that runs now; those runs return {@link SandboxRun.Killed}. Returns how many
   * there were.
   */
  int killAll(String reason);
}
