package dev.ratchet.activity.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sandbox lives exactly as long as the process that owns it. */
class SandboxSurvivalIT {
  /** Idle carriers of virtual threads retire after 30 s: the full form waits for longer. */
  private static final int SECONDS = Integer.getInteger("ratchet.sandbox.survival-seconds", 36);

  @TempDir Path folder;

  @Test
  void outlivesTheThreadThatAskedForItAndNotTheProcess() throws Exception {
    String mark = "sleep 86" + ProcessHandle.current().pid();
    Process owner =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SandboxOwner.class.getName(),
                folder.toString(),
                "(setsid " + mark + " &); " + mark)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("owner.log").toFile())
            .start();
    try {
      await(() -> count(mark) >= 2, 60, "the sandbox starts");
      Thread.sleep(SECONDS * 1000L);
      assertThat(count(mark)).isGreaterThanOrEqualTo(2);
    } finally {
      owner.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
    await(() -> count(mark) == 0, 2, "everything is dead");
    String name = "ratchet-" + owner.pid() + "-";
    assertThat(groups(name)).isNotEmpty();
    Sandboxes.sweep(folder);
    assertThat(groups(name)).isEmpty();
  }

  @Test
  void aStartWhoseOwnerIsGoneDoesNotBegin() throws Exception {
    Path input = Files.createDirectories(folder.resolve("in"));
    Path filter = Files.write(folder.resolve("filter"), Seccomp.encode(Seccomp.program()));
    SandboxCommand command =
        new SandboxCommand(
            List.of("sh", "-c", "echo begun"),
            input,
            List.of(),
            List.of(),
            Map.of(),
            false,
            List.of(),
            folder.resolve("out"));
    Path script =
        Files.writeString(
            folder.resolve("start.sh"),
            new BubblewrapScript(command, SandboxLimits.defaults(), List.of(), filter).text());
    // Between this process and the script stands a shell, as init does for an orphan.
    Process process =
        new ProcessBuilder(
                "unshare", "--mount", "sh", "-c", "sh \"$0\"; exit $?", script.toString())
            .redirectErrorStream(true)
            .start();
    assertThat(process.inputReader().readAllAsString()).doesNotContain("begun");
    assertThat(process.waitFor()).isEqualTo(1);
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void await(Condition condition, int seconds, String what) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
      Thread.sleep(20);
    }
  }

  private static long count(String mark) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").endsWith(mark))
        .filter(process -> process.info().command().orElse("").endsWith("sleep"))
        .count();
  }

  private static List<String> groups(String prefix) throws Exception {
    try (Stream<Path> roots = Files.walk(Path.of("/sys/fs/cgroup"), 2)) {
      return roots
          .map(path -> path.getFileName().toString())
          .filter(name -> name.startsWith(prefix))
          .toList();
    }
  }
}
