package dev.ratchet.cli;

import dev.ratchet.cli.supervisor.SystemState;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says what runs and where. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Say what runs, where, and in which state. Exit code 1 when it is not healthy.")
public final class StatusCommand implements Callable<Integer> {
  @Mixin private Installation installation = new Installation();

  @Override
  public Integer call() {
    Optional<SystemState> running = SystemState.running(installation.folder());
    Output.status(installation, running);
    return running.map(SystemState::healthy).orElse(false) ? 0 : 1;
  }
}
