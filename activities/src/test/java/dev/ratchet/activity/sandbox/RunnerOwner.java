package dev.ratchet.activity.sandbox;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A worker in small: gives a runner one long command and waits to be killed. */
final class RunnerOwner {
  private RunnerOwner() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[1]);
    SandboxCommand command =
        new SandboxCommand(
            List.of("sh", "-c", arguments[2]),
            folder.resolve("in"),
            List.of(),
            List.of(),
            Map.of(),
            false,
            List.of(),
            folder.resolve("owned"));
    new RunnerSandbox(Path.of(arguments[0]))
        .run(command, SandboxLimits.defaults().withTime(Duration.ofMinutes(5)), line -> {});
  }
}
