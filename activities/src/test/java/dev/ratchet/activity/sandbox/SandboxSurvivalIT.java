package dev.ratchet.activity.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A sandbox lives exactly as long as the process that owns it. */
class SandboxSurvivalIT {
  /** Idle carriers of virtual threads retire after 30 s: wait for longer. */
  private static final Duration SURVIVAL = Duration.ofSeconds(60);

  private static final String MARK = "sleep 86" + ProcessHandle.current().pid();
  private static final Map<String, Long> STARTED = new HashMap<>();
  private static final Map<String, Process> OWNERS = new HashMap<>();

  @TempDir static Path shared;
  @TempDir Path folder;

  /** All tiers at the same time, so that the wait is there once. */
  @BeforeAll
  static void startOnEachTier() throws Exception {
    // What is inside also tries to hold open what its first process listens to.
    String hold = "bash -c \"exec 9<>/proc/1/fd/3; exec %s\" 2>/dev/null";
    for (String tier : List.of("bubblewrap", "docker")) {
      if (TestTiers.has(tier)) {
        String mark = MARK + tier.length();
        String script = "(setsid %s &); ".formatted(mark) + hold.formatted(mark);
        Process owner = owner(shared.resolve(tier), script, tier);
        OWNERS.put(tier, owner);
        await(() -> count(mark) >= 2 || !owner.isAlive(), 60, "the sandbox starts");
        assertThat(shared.resolve(tier).resolve("owner.log")).content().doesNotContain("Exception");
        STARTED.put(tier, System.nanoTime());
      }
    }
  }

  @AfterAll
  static void endAll() {
    OWNERS.values().forEach(Process::destroyForcibly);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bubblewrap", "docker"})
  void outlivesTheThreadThatAskedForItAndNotTheProcess(String tier) throws Exception {
    TestTiers.sandbox(tier);
    String mark = MARK + tier.length();
    Process owner = OWNERS.get(tier);
    Thread.sleep(SURVIVAL.minusNanos(System.nanoTime() - STARTED.get(tier)));
    assertThat(count(mark)).isGreaterThanOrEqualTo(2);
    owner.destroyForcibly();
    await(() -> count(mark) == 0, 2, "everything is dead");
    owner.waitFor(10, TimeUnit.SECONDS);
    String name = "ratchet-" + owner.pid() + "-";
    assertThat(TestTiers.remains(name)).isNotEmpty();
    Sandboxes.sweep(folder);
    assertThat(TestTiers.remains(name)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"bubblewrap, 1, 30", "bubblewrap, 20, 200", "docker, 120, 1200"})
  void anOwnerKilledAtAnyMomentOfAStartLeavesNoProcess(String tier, int step, int longest)
      throws Exception {
    TestTiers.sandbox(tier);
    String mark = "sleep 85" + ProcessHandle.current().pid();
    for (int delay = 0; delay < longest; delay += step) {
      Process owner = owner(folder, mark, tier);
      try {
        assertThat(owner.inputReader().readLine()).isEqualTo("starting");
        Thread.sleep(delay);
      } finally {
        owner.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
      }
      await(() -> count(mark) == 0 && scripts() == 0, 2, "nothing is left after " + delay + " ms");
      Sandboxes.sweep(folder);
      assertThat(TestTiers.remains("ratchet-" + owner.pid() + "-")).isEmpty();
      assertThat(count(mark)).isZero();
    }
  }

  private static Process owner(Path folder, String script, String tier) throws Exception {
    Files.createDirectories(folder);
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            SandboxOwner.class.getName(),
            folder.toString(),
            script,
            tier)
        .redirectError(folder.resolve("owner.log").toFile())
        .start();
  }

  private long scripts() {
    return ProcessHandle.allProcesses()
        .map(process -> process.info().commandLine().orElse(""))
        .filter(line -> line.contains(folder + "/out.sandbox"))
        .count();
  }

  /** Of the bubblewrap tier: a container's init asks its line instead. */
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
            new BubblewrapScript(command, SandboxLimits.defaults(), List.of(), filter).asRoot());
    assertThat(output("exec sh \"$0\"", script)).contains("begun");
    // A shell in between is the parent then, as init is an orphan's.
    assertThat(output("sh \"$0\"; exit $?", script)).isEmpty();
    // And one whose owner dies before it lets the command begin.
    assertThat(output("exec sh \"$0\" < /dev/null", script)).isEmpty();
  }

  private static String output(String shell, Path script) throws Exception {
    Process process =
        new ProcessBuilder("unshare", "--mount", "sh", "-c", shell, script.toString())
            .redirectErrorStream(true)
            .start();
    Handshake.begin(process);
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
}
