package dev.ratchet.worker;

import dev.ratchet.activity.sandbox.Sandbox;
import dev.ratchet.activity.sandbox.SandboxCommand;
import dev.ratchet.activity.sandbox.SandboxLimits;
import dev.ratchet.activity.sandbox.SandboxRun;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * A sandbox that starts nothing against the emergency stop, and no more at a time than the machine
 * bears.
 */
final class GuardedSandbox implements Sandbox {
  private final Sandbox sandbox;
  private final EmergencyGuard guard;
  private final Semaphore slots;

  GuardedSandbox(Sandbox sandbox, EmergencyGuard guard, int slots) {
    this.sandbox = sandbox;
    this.guard = guard;
    this.slots = new Semaphore(slots, true);
  }

  @Override
  public String tier() {
    return sandbox.tier();
  }

  @Override
  public SandboxRun run(SandboxCommand command, SandboxLimits limits, Consumer<String> lines)
      throws InterruptedException {
    slots.acquire();
    try {
      guard.admit();
      return sandbox.run(command, limits, lines);
    } finally {
      slots.release();
    }
  }

  @Override
  public int killAll(String reason) {
    return sandbox.killAll(reason);
  }
}
