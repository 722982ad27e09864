package dev.ratchet.activity.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.activity.sandbox.SandboxCommand.Bind;
import dev.ratchet.activity.sandbox.SandboxCommand.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@ValueSource(strings = {"bubblewrap", "docker"})
class SandboxIT {
  @Parameter String tier;
  @TempDir Path folder;
  private Path input;
  private Sandbox sandbox;

  @BeforeEach
  void probe() throws Exception {
    input = Files.createDirectories(folder.resolve("in"));
    sandbox = TestTiers.sandbox(tier);
  }

  private SandboxRun sh(String script, List<String> collect) throws InterruptedException {
    return sandbox.run(
        new SandboxCommand(
            List.of("sh", "-c", script),
            input,
            List.of(),
            List.of(new Scratch("/m2", 1 << 20)),
            Map.of("GREETING", "hello"),
            false,
            collect,
            folder.resolve("out")),
        SandboxLimits.defaults().withTime(Duration.ofSeconds(30)),
        line -> {});
  }

  @Test
  void bringsInTheInputAndOutWhatIsAskedForWhateverTheExitCode() throws Exception {
    Files.writeString(input.resolve("ä b.txt"), "content");
    SandboxRun run =
        sh(
            "mkdir -p t/r; cp 'ä b.txt' t/r/copy; echo $GREETING; echo x > /m2/y; exit 7",
            List.of("/src/*/r", "/m2", "/src/none"));
    assertThat(run)
        .isInstanceOfSatisfying(
            SandboxRun.Exited.class, exited -> assertThat(exited.code()).isEqualTo(7));
    assertThat(folder.resolve("out/src/t/r/copy")).hasContent("content");
    assertThat(folder.resolve("out/m2/y")).hasContent("x\n");
    assertThat(run.log()).content().contains("hello");
  }

  @Test
  void runsJavaWithTheMemoryItMayHave() throws Exception {
    SandboxRun run = sh("java -XX:+PrintFlagsFinal -version 2>&1 | grep -w MaxRAM", List.of());
    assertThat(run.log())
        .content()
        .contains(String.valueOf(SandboxLimits.defaults().memoryBytes()));
  }

  @Test
  void seesAReadOnlyBindEvenFromAFolderThatOthersCannotReach() throws Exception {
    Path secret = Files.createDirectories(folder.resolve("private"));
    Path shared = Files.createDirectories(secret.resolve("shared"));
    Files.writeString(shared.resolve("a"), "seen");
    secret.toFile().setExecutable(false, false);
    secret.toFile().setReadable(false, false);
    secret.toFile().setReadable(true, true);
    secret.toFile().setExecutable(true, true);
    List<String> lines = new ArrayList<>();
    sandbox.run(
        new SandboxCommand(
            List.of("sh", "-c", "cat /bound/a; echo; touch /bound/b || echo refused"),
            input,
            List.of(new Bind(input, "/bound"), new Bind(shared, "/bound")),
            List.of(),
            Map.of(),
            false,
            List.of(),
            folder.resolve("out")),
        SandboxLimits.defaults(),
        lines::add);
    assertThat(lines).contains("seen", "refused");
    assertThat(shared.resolve("b")).doesNotExist();
  }

  @Test
  void refusesWhatTheFilterNames() throws Exception {
    String probes =
        """
        unshare -U true 2>/dev/null && echo unshare-worked
        mount -t tmpfs x /tmp 2>/dev/null && echo mount-worked
        [ -w /usr ] && echo usr-writable
        [ -e /root/.m2 ] && echo home-seen
        ls /proc | grep -c '^[0-9]' | { read n; [ "$n" -lt 12 ] || echo sees-the-host; }
        true
        """;
    SandboxRun run = sh(probes, List.of());
    assertThat(run.log()).hasContent("");
  }

  @Test
  void killAllEndsTheWholeTreeAndSaysWhy() throws Exception {
    CompletableFuture<SandboxRun> run =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return sh("(setsid sleep 1000 &) ; echo up; sleep 1000", List.of());
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    while (sandbox.killAll("drill") == 0) {
      Thread.sleep(20);
    }
    assertThat(run.get())
        .isInstanceOfSatisfying(
            SandboxRun.Killed.class, killed -> assertThat(killed.reason()).isEqualTo("drill"));
    assertThat(processesOf("sleep 1000")).isEmpty();
  }

  @Test
  void anInterruptKillsTheTree() throws Exception {
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    sh("sleep 1001", List.of());
                  } catch (InterruptedException expected) {
                    Thread.currentThread().interrupt();
                  }
                });
    while (processesOf("sleep 1001").isEmpty()) {
      Thread.sleep(20);
    }
    thread.interrupt();
    thread.join();
    assertThat(processesOf("sleep 1001")).isEmpty();
  }

  @Test
  void anInterruptAtAnyMomentOfAStartLeavesNothing() throws Exception {
    for (int delay = 0; delay < 100; delay += 10) {
      CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
      Thread thread =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      sh("sleep 1003", List.of());
                      interrupted.complete(false);
                    } catch (InterruptedException expected) {
                      interrupted.complete(true);
                    } catch (RuntimeException e) {
                      interrupted.completeExceptionally(e);
                    }
                  });
      Thread.sleep(delay);
      thread.interrupt();
      assertThat(interrupted.get(20, TimeUnit.SECONDS)).isTrue();
      assertThat(processesOf("sleep 1003")).isEmpty();
      assertThat(remains()).isEmpty();
    }
  }

  @Test
  void noControlGroupAndNoContainerIsLeft() throws Exception {
    sh("true", List.of());
    assertThat(remains()).isEmpty();
  }

  private static List<String> remains() throws IOException {
    return TestTiers.remains("ratchet-" + ProcessHandle.current().pid() + "-");
  }

  private static List<Long> processesOf(String command) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").endsWith(command))
        .map(ProcessHandle::pid)
        .toList();
  }
}
