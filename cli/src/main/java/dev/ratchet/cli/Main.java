package dev.ratchet.cli;

import dev.ratchet.cli.client.ClientCommands;
import dev.ratchet.cli.client.InstalledGateway;
import dev.ratchet.platform.config.ConfigException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The ratchet command. Exit codes: 0 done, 1 failed, 2 wrong usage. */
@Command(
    name = "ratchet",
    mixinStandardHelpOptions = true,
    version = "Ratchet 0.1.0",
    description = "A private assistant that improves software, its own first.",
    footer = {
      "",
      "And, by the launcher alone: ratchet test [--fast] sets up what is missing and runs the tests."
    },
    subcommands = {
      UpCommand.class,
      DownCommand.class,
      StatusCommand.class,
      LogsCommand.class,
      ConfigCommand.class,
      DoctorCommand.class,
      ModelCommand.class
    })
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Main());
    ClientCommands.addTo(line, InstalledGateway::at, dev.ratchet.cli.client.Output.ofProcess());
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (failure, commandLine, parsed) -> {
              String message =
                  failure instanceof ConfigException config
                      ? config.problem()
                      : String.valueOf(failure.getMessage());
              commandLine.getErr().println("ratchet: " + message);
              return 1;
            });
  }
}
