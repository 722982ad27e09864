package dev.ratchet.activity.sandbox;

import dev.ratchet.activity.sandbox.SandboxRun.Exited;
import dev.ratchet.activity.sandbox.SandboxRun.Limit;
import dev.ratchet.activity.sandbox.SandboxRun.LimitExceeded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Proves by trying that a sandbox's limits hold for the whole tree: a tier counts only if this
 * finds nothing.
 */
final class SelfTest {
  private static final long MIB = 1 << 20;
  static final SandboxLimits SMALL =
      new SandboxLimits(Duration.ofSeconds(20), 64 * MIB, 50, 8 * MIB, 64 * 1024, 100);

  private final Sandbox sandbox;
  private final SandboxLimits limits;
  private final Path folder;
  private final List<String> failures = new ArrayList<>();

  /**
   * @param limits as small as they can be for this sandbox
   */
  SelfTest(Sandbox sandbox, SandboxLimits limits, Path folder) {
    this.sandbox = sandbox;
    this.limits = limits;
    this.folder = folder;
  }

  List<String> failures() throws InterruptedException {
    expectExit(
        "it starts and drops privileges", "test \"$(id -u)\" != 0 && test ! -e /root/.ssh", 0);
    if (!failures.isEmpty()) {
      return failures;
    }
    expectLimit(
        "memory",
        "(head -c "
            + (2 * limits.memoryBytes() + 2 * limits.diskBytes())
            + " /dev/zero | tail -n 1 >/dev/null) & wait $!",
        Limit.MEMORY);
    expectLimit(
        "processes",
        "i=0; while [ $i -lt "
            + (limits.processes() + 150)
            + " ]; do sleep 60 & i=$((i+1)); done; wait",
        Limit.PROCESSES);
    expectLimit("disk", "head -c " + 2 * limits.diskBytes() + " /dev/zero > /src/big", Limit.DISK);
    expectLimit(
        "output", "head -c " + 2 * limits.logBytes() + " /dev/zero | tr '\\0' 'x'", Limit.LOG);
    limitTime();
    refuseNetwork();
    return failures;
  }

  private void limitTime() throws InterruptedException {
    SandboxRun run = run("sleep 60 & wait", limits.withTime(Duration.ofMillis(300)));
    if (!(run instanceof LimitExceeded(Limit limit, Duration elapsed, Path log)
        && limit == Limit.TIME)) {
      failures.add("time is not limited: " + describe(run));
    }
  }

  private void refuseNetwork() throws InterruptedException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      expectExit(
          "network",
          "[ \"$(grep -c : /proc/net/dev)\" = 1 ] || exit 4;"
              + " command -v bash >/dev/null || exit 5;"
              + " if bash -c 'exec 3<>/dev/tcp/127.0.0.1/"
              + server.getLocalPort()
              + "' 2>/dev/null; then exit 3; fi",
          0);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open a port for the self-test", e);
    }
  }

  private void expectExit(String what, String script, int code) throws InterruptedException {
    SandboxRun run = run(script, limits);
    if (!(run instanceof Exited exited && exited.code() == code)) {
      failures.add(what + ": " + describe(run));
    }
  }

  private void expectLimit(String what, String script, Limit limit) throws InterruptedException {
    SandboxRun run = run(script, limits);
    if (!(run instanceof LimitExceeded exceeded && exceeded.limit() == limit)) {
      failures.add(what + " is not limited: " + describe(run));
    }
  }

  private SandboxRun run(String script, SandboxLimits given) throws InterruptedException {
    Path place = folder.resolve("self-test-" + UUID.randomUUID());
    try {
      Path input = Files.createDirectories(place.resolve("in"));
      return sandbox.run(
          new SandboxCommand(
              List.of("sh", "-c", script),
              input,
              List.of(),
              List.of(),
              Map.of(),
              false,
              List.of(),
              place.resolve("out")),
          given,
          line -> {});
    } catch (IOException e) {
      throw new UncheckedIOException("cannot prepare the self-test in " + folder, e);
    } finally {
      Sandboxes.delete(place);
    }
  }

  private static String describe(SandboxRun run) {
    String last = "";
    try {
      List<String> lines = Files.readAllLines(run.log());
      last = lines.isEmpty() ? "" : " (" + lines.getLast() + ")";
    } catch (IOException unreadable) {
      // The outcome alone then.
    }
    return switch (run) {
      case Exited exited -> "exit code " + exited.code() + last;
      case LimitExceeded exceeded -> "limit " + exceeded.limit() + last;
      case SandboxRun.Killed killed -> "killed: " + killed.reason();
    };
  }
}
