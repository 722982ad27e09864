package dev.ratchet.cli.client;

import picocli.CommandLine;

/** All commands of this package, for the program's command line. */
public final class ClientCommands {
  private ClientCommands() {}

  public static void addTo(CommandLine line, Gateway gateway, Output output) {
    line.addSubcommand(new ImproveCommand(gateway, output))
        .addSubcommand(new FollowCommand(gateway, output))
        .addSubcommand(new RunsCommand(gateway, output))
        .addSubcommand(new ShowCommand(gateway, output))
        .addSubcommand("target", TargetCommand.with(gateway, output))
        .addSubcommand(new SteerCommands.Pause(gateway, output))
        .addSubcommand(new SteerCommands.Resume(gateway, output))
        .addSubcommand(new SteerCommands.Stop(gateway, output))
        .addSubcommand(new DecideCommands.Approve(gateway, output))
        .addSubcommand(new DecideCommands.Reject(gateway, output))
        .addSubcommand(new RollbackCommand(gateway, output))
        .addSubcommand(new EmergencyCommands.Engage(gateway, output))
        .addSubcommand(new EmergencyCommands.Release(gateway, output));
  }
}
