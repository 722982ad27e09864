package dev.ratchet.activity.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ratchet.activity.sandbox.SandboxCommand.Scratch;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real runner, which is no root, and bubblewrap in its control group. */
@Timeout(120)
class RunnerIT {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  @TempDir static Path folder;
  private static RunnerProcess runner;

  private final RunnerSandbox sandbox = new RunnerSandbox(runner.socket);
  private final String mark = "sleep 84" + ProcessHandle.current().pid() + NUMBER.incrementAndGet();
  private Path input;

  @BeforeAll
  static void start() throws Exception {
    RunnerProcess.open(folder);
    runner = RunnerProcess.start(folder);
  }

  @AfterAll
  static void end() throws Exception {
    runner.close();
  }

  @BeforeEach
  void prepare() throws Exception {
    input = Files.createDirectories(folder.resolve("in"));
  }

  private SandboxRun sh(String script, List<String> collect, Consumer<String> lines)
      throws InterruptedException {
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
        SandboxLimits.defaults().withTime(Duration.ofSeconds(60)),
        lines);
  }

  private CompletableFuture<SandboxRun> inBackground(String script, BlockingQueue<String> lines) {
    CompletableFuture<SandboxRun> run = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                run.complete(sh(script, List.of(), lines::add));
              } catch (InterruptedException | RuntimeException e) {
                run.completeExceptionally(e);
              }
            });
    return run;
  }

  private CompletableFuture<SandboxRun> started() throws InterruptedException {
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    CompletableFuture<SandboxRun> run =
        inBackground("(setsid " + mark + " &); echo begun; " + mark, lines);
    assertThat(lines.poll(30, TimeUnit.SECONDS)).isEqualTo("begun");
    await(() -> count() == 2, 10, "both run");
    return run;
  }

  private long count() {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").endsWith(mark))
        .filter(process -> process.info().command().orElse("").endsWith("sleep"))
        .count();
  }

  private static void await(BooleanSupplier there, int seconds, String what)
      throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!there.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
      Thread.sleep(20);
    }
  }

  @Test
  void itsSelfTestPasses() throws Exception {
    Path place = folder.resolve("self-tests");
    assertThat(Sandboxes.probeRunner(runner.socket, place))
        .isInstanceOf(Sandboxes.Probe.Available.class);
  }

  @Test
  void whereNoneAnswersThereIsNoSandbox() throws Exception {
    assertThat(Sandboxes.probeRunner(folder.resolve("nobody"), folder))
        .isInstanceOfSatisfying(
            Sandboxes.Probe.Unavailable.class,
            none -> assertThat(none.why()).contains("no runner answers"));
  }

  @Test
  void bringsInTheInputAndOutWhatIsAskedForWhateverTheExitCode() throws Exception {
    Files.writeString(input.resolve("ä b.txt"), "content");
    SandboxRun run =
        sh(
            "mkdir -p t/r; cp 'ä b.txt' t/r/copy; head -c 300k /dev/zero > t/r/large;"
                + " echo $GREETING $(id -u); echo x > /m2/y; exit 7",
            List.of("/src/*/r", "/m2", "/src/none"),
            line -> {});
    assertThat(run)
        .isInstanceOfSatisfying(
            SandboxRun.Exited.class, exited -> assertThat(exited.code()).isEqualTo(7));
    assertThat(folder.resolve("out/src/t/r/copy")).hasContent("content");
    assertThat(folder.resolve("out/src/t/r/large")).hasSize(300 << 10);
    assertThat(folder.resolve("out/m2/y")).hasContent("x\n");
    assertThat(run.log()).content().contains("hello 64321");
  }

  @Test
  void aJvmKnowsTheMemoryThatThereIs() throws Exception {
    SandboxRun run =
        sh("java -XX:+PrintFlagsFinal -version 2>&1 | grep -w MaxRAM", List.of(), line -> {});
    assertThat(run.log()).content().contains(String.valueOf(RunnerProcess.LIMITS.memoryBytes()));
  }

  @Test
  void killingAllLeavesNothing() throws Exception {
    CompletableFuture<SandboxRun> run = started();
    assertThat(sandbox.killAll("stop")).isEqualTo(1);
    assertThat(run.get(5, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            SandboxRun.Killed.class, killed -> assertThat(killed.reason()).isEqualTo("stop"));
    assertThat(count()).isZero();
  }

  @Test
  void anInterruptKillsTheTreeBeforeItIsThrown() throws Exception {
    CompletableFuture<Long> left = new CompletableFuture<>();
    Thread caller =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    sh(mark, List.of(), line -> {});
                  } catch (InterruptedException e) {
                    left.complete(count());
                  }
                });
    await(() -> count() == 1, 30, "it runs");
    caller.interrupt();
    assertThat(left.get(5, TimeUnit.SECONDS)).isZero();
  }

  @Test
  void whatTheWorkerBeganEndsWithIt() throws Exception {
    Process owner =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                RunnerOwner.class.getName(),
                runner.socket.toString(),
                folder.toString(),
                "(setsid " + mark + " &); " + mark)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("owner.log").toFile())
            .start();
    try {
      await(() -> count() == 2, 60, "both run");
    } finally {
      owner.destroyForcibly().waitFor();
    }
    await(() -> count() == 0, 2, "everything is dead");
  }

  @Test
  void oneCommandWaitsForTheOther() throws Exception {
    CompletableFuture<SandboxRun> first = started();
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    CompletableFuture<SandboxRun> second = inBackground("echo second", lines);
    assertThat(lines.poll(500, TimeUnit.MILLISECONDS)).isNull();
    assertThat(second).isNotDone();
    endWhatIsMarked();
    assertThat(first.get(5, TimeUnit.SECONDS)).isInstanceOf(SandboxRun.Exited.class);
    assertThat(second.get(10, TimeUnit.SECONDS)).isInstanceOf(SandboxRun.Exited.class);
    assertThat(lines).containsExactly("second");
  }

  private void endWhatIsMarked() {
    ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").endsWith(mark))
        .forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void aForkBombIsHeldAndTheRunnerGoesOn() throws Exception {
    SandboxRun run = sh("b() { b | b & }; b; sleep 3; exit 1", List.of(), line -> {});
    assertThat(run).isNotInstanceOf(SandboxRun.Killed.class);
    assertThat(sh("echo fine", List.of(), line -> {})).isInstanceOf(SandboxRun.Exited.class);
    assertThat(runner.process.isAlive()).isTrue();
  }

  @Test
  void theTreeEndsWithTheRunner() throws Exception {
    Path own = Files.createDirectories(folder.resolve("own"));
    CompletableFuture<SandboxRun> run = started();
    runner.close();
    assertThat(run.get(10, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            SandboxRun.Killed.class,
            killed -> assertThat(killed.reason()).isEqualTo("the runner is gone"));
    await(() -> count() == 0, 2, "everything is dead");
    assertThatThrownBy(() -> sh("true", List.of(), line -> {}))
        .isInstanceOf(UncheckedIOException.class);
    RunnerProcess.open(own);
    runner = RunnerProcess.start(own);
  }
}
