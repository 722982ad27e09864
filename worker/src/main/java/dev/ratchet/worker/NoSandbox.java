package dev.ratchet.worker;

import dev.ratchet.activity.sandbox.Sandbox;
import dev.ratchet.activity.sandbox.SandboxCommand;
import dev.ratchet.activity.sandbox.SandboxLimits;
import dev.ratchet.activity.sandbox.SandboxRun;
import dev.ratchet.activity.sandbox.Sandboxes.Probe;
import io.temporal.failure.ApplicationFailure;
import java.util.function.Consumer;

/** Refuses every command, and says what would mend it: nothing of a target runs without limits. */
final class NoSandbox implements Sandbox {
  private final Probe.Unavailable why;

  NoSandbox(Probe.Unavailable why) {
    this.why = why;
  }

  @Override
  public String tier() {
    return "none";
  }

  @Override
  public SandboxRun run(SandboxCommand command, SandboxLimits limits, Consumer<String> lines) {
    throw ApplicationFailure.newNonRetryableFailure(
        "no sandbox: " + why.why() + ". To mend it: " + why.mend(), "NoSandbox");
  }

  @Override
  public int killAll(String reason) {
    return 0;
  }
}
