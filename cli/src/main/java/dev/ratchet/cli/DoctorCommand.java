package dev.ratchet.cli;

import dev.ratchet.cli.Prerequisites.Check;
import dev.ratchet.platform.config.Config;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks every prerequisite. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description =
        "Check every prerequisite: found where and which version, or the one line that mends it.")
public final class DoctorCommand implements Callable<Integer> {
  @Mixin private Installation installation = new Installation();

  @Option(
      names = "--for",
      paramLabel = "up|test",
      description = "what the machine is to be fit for (default: ${DEFAULT-VALUE})")
  private Prerequisites.Purpose purpose = Prerequisites.Purpose.UP;

  @Override
  public Integer call() throws Exception {
    Config config = installation.config(Map.of());
    Prerequisites prerequisites = new Prerequisites(config, System.getenv());
    List<Check> checks = new ArrayList<>(prerequisites.checks(purpose));
    checks.add(prerequisites.sandbox());
    if (purpose == Prerequisites.Purpose.UP) {
      checks.add(ModelCheck.of(ModelCommand.report(installation, config)));
    }
    if (installation.json()) {
      Output.json(checks);
    } else {
      checks.forEach(check -> Output.line(check.line()));
    }
    return checks.stream().allMatch(Check::ok) ? 0 : 1;
  }
}
