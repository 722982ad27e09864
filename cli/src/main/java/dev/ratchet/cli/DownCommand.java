package dev.ratchet.cli;

import dev.ratchet.cli.supervisor.Supervisor;
import dev.ratchet.cli.supervisor.SystemState;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Stops everything, also what a supervisor that is gone has left. */
@Command(
    name = "down",
    mixinStandardHelpOptions = true,
    description = "Stop everything. Runs go on where they are at the next 'up'.")
public final class DownCommand implements Callable<Integer> {
  @Mixin private Installation installation = new Installation();

  @Override
  public Integer call() throws Exception {
    Optional<ProcessHandle> supervisor =
        SystemState.read(installation.folder()).flatMap(state -> state.supervisor().find());
    if (supervisor.isPresent()) {
      Output.progress("stopping");
      supervisor.get().destroy();
      supervisor.get().onExit().get();
    }
    Supervisor.endLeftovers(installation.folder(), Output::progress);
    if (installation.json()) {
      Output.json(Map.of("running", false, "stopped", supervisor.isPresent()));
    } else {
      Output.line(supervisor.isPresent() ? "stopped" : "Ratchet was not running");
    }
    return 0;
  }
}
