package dev.ratchet.activity.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A worker in small: starts one long command from a virtual thread and waits to be killed. */
final class SandboxOwner {
  private SandboxOwner() {}

  public static void main(String[] arguments) throws Exception {
    Sandbox sandbox = TestTiers.made(arguments[2]);
    Path folder = Path.of(arguments[0]);
    Path input = Files.createDirectories(folder.resolve("in"));
    SandboxCommand command =
        new SandboxCommand(
            List.of("sh", "-c", arguments[1]),
            input,
            List.of(),
            List.of(),
            Map.of(),
            false,
            List.of(),
            folder.resolve("out"));
    System.out.println("starting");
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                sandbox.run(
                    command, SandboxLimits.defaults().withTime(Duration.ofMinutes(5)), l -> {});
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            })
        .join();
  }
}
