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
    Process owner = owner("(setsid " + mark + " &); " + mark);
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
  void anOwnerKilledAtAnyMomentOfAStartLeavesNoProcess() throws Exception {
    String mark = "sleep 85" + ProcessHandle.current().pid();
    for (int delay = 0; delay < 200; delay += 20) {
      Process owner = owner(mark);
      try {
        assertThat(owner.inputReader().readLine()).isEqualTo("starting");
        Thread.sleep(delay);
      } finally {
        owner.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
      }
      await(() -> count(mark) == 0 && scripts() == 0, 2, "nothing is left after " + delay + " ms");
      Sandboxes.sweep(folder);
      assertThat(groups("ratchet-" + owner.pid() + "-")).isEmpty();
    }
  }

  private Process owner(String script) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            SandboxOwner.class.getName(),
            folder.toString(),
            script)
        .redirectError(folder.resolve("owner.log").toFile())
        .start();
  }

  private long scripts() {
    return ProcessHandle.allProcesses()
        .map(process -> process.info().commandLine().orElse(""))
        .filter(line -> line.contains(folder + "/out.sandbox"))
        .count();
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
    assertThat(output("exec sh \"$0\"", script)).contains("begun");
    // A shell in between is the parent then, as init is an orphan's.
    assertThat(output("sh \"$0\"; exit $?", script)).isEmpty();
  }

  private static String output(String shell, Path script) throws Exception {
    Process process =
        new ProcessBuilder("unshare", "--mount", "sh", "-c", shell, script.toString())
            .redirectErrorStream(true)
            .start();
    try (var reader = process.inputReader()) {
      return reader.readAllAsString();
    }
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
