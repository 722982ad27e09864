package dev.ratchet.cli.client;

import picocli.CommandLine;

/** All commands of this package, for the program's command line. */
public final class ClientCommands {
  private ClientCommands() {}

  public static void addTo(CommandLine line, Gateway.Finder finder, Output output) {
    line.addSubcommand(new ChatCommand(finder, output, System.in))
        .addSubcommand(new ImproveCommand(finder, output))
        .addSubcommand(new FollowCommand(finder, output))
        .addSubcommand(new RunsCommand(finder, output))
        .addSubcommand(new ShowCommand(finder, output))
        .addSubcommand(new FindingsCommand(finder, output))
        .addSubcommand("target", TargetCommand.with(finder, output))
        .addSubcommand("token", TokenCommand.with(finder, output))
        .addSubcommand(new SteerCommands.Pause(finder, output))
        .addSubcommand(new SteerCommands.Resume(finder, output))
        .addSubcommand(new SteerCommands.Stop(finder, output))
        .addSubcommand(new DecideCommands.Approve(finder, output))
        .addSubcommand(new DecideCommands.Reject(finder, output))
        .addSubcommand(new RollbackCommand(finder, output))
        .addSubcommand(new MetricsCommand(finder, output))
        .addSubcommand("autonomy", AutonomyCommand.with(finder, output))
        .addSubcommand(new EmergencyCommands.Engage(finder, output))
        .addSubcommand(new EmergencyCommands.Release(finder, output));
  }
}
