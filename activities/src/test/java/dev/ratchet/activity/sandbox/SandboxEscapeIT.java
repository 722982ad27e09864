package dev.ratchet.activity.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.activity.sandbox.SandboxCommand.Bind;
import dev.ratchet.activity.sandbox.SandboxRun.Limit;
import dev.ratchet.activity.sandbox.SandboxRun.LimitExceeded;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What a hostile build tries, and what it gets. */
@ParameterizedClass
@ValueSource(strings = {"bubblewrap", "docker"})
class SandboxEscapeIT {
  private static final long MIB = 1 << 20;
  private static final SandboxLimits LIMITS =
      new SandboxLimits(Duration.ofSeconds(60), 512 * MIB, 200, 16 * MIB, MIB, 200);

  @Parameter String tier;
  @TempDir Path folder;
  private Sandbox sandbox;
  private final List<String> lines = new ArrayList<>();

  @BeforeEach
  void probe() throws Exception {
    sandbox = TestTiers.sandbox(tier);
  }

  private SandboxRun run(List<Bind> binds, SandboxLimits limits, String... argv) throws Exception {
    Path input = Files.createDirectories(folder.resolve("in"));
    return sandbox.run(
        new SandboxCommand(
            List.of(argv),
            input,
            binds,
            List.of(),
            Map.of(),
            false,
            List.of(),
            folder.resolve("out")),
        limits,
        lines::add);
  }

  private SandboxRun sh(String script) throws Exception {
    return run(List.of(), LIMITS, "sh", "-c", script);
  }

  private static void exceeds(SandboxRun run, Limit limit) {
    assertThat(run)
        .isInstanceOfSatisfying(
            LimitExceeded.class, exceeded -> assertThat(exceeded.limit()).isEqualTo(limit));
  }

  @Test
  void rawSystemCallsAreRefused() throws Exception {
    Path classes =
        Path.of(FilterProbe.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    run(
        List.of(new Bind(classes, "/tests")),
        LIMITS,
        "java",
        "-Xmx64m",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        "/tests",
        FilterProbe.class.getName());
    assertThat(lines)
        .contains("getpid=ok", "socket-unix=ok")
        .contains("socket-vsock=errno 1", "socket-alg=errno 1", "ptrace=errno 1")
        .contains("unshare=errno 1", "bpf=errno 1", "keyctl=errno 1")
        .contains("io_uring=errno 38", "clone3=errno 38");
  }

  @Test
  void theHostsLoopbackIsNotReachedAndThereIsNoWayOut() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      sh(
          "bash -c 'exec 3<>/dev/tcp/127.0.0.1/"
              + server.getLocalPort()
              + "' 2>/dev/null && echo reached; cat /proc/net/route | wc -l; grep -c : /proc/net/dev");
    }
    assertThat(lines).containsExactly("1", "1");
  }

  @Test
  void aForkBombIsHeldAndEndsWithTheRun() throws Exception {
    SandboxRun run =
        run(
            List.of(),
            LIMITS.withTime(Duration.ofSeconds(5)),
            "bash",
            "-c",
            "f() { f | f & }; f 2>/dev/null; sleep 1002");
    exceeds(run, Limit.PROCESSES);
    assertThat(
            ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(command -> command.contains("sleep 1002")))
        .isEmpty();
  }

  @Test
  void memoryDiskAndOutputHaveAnEnd() throws Exception {
    exceeds(sh("head -c 900m /dev/zero | tail -n 1 > /dev/null; exit $?"), Limit.MEMORY);
    exceeds(sh("head -c 100m /dev/zero > /src/x"), Limit.DISK);
    exceeds(sh("yes"), Limit.LOG);
    assertThat(folder.resolve("out.sandbox/log")).hasSize(MIB);
  }

  @Test
  void theHostIsNotSeen() throws Exception {
    sh(
        """
        id -un; echo $HOME
        for f in /root /home/*/.ssh /var/run/docker.sock /sys/fs/cgroup/*/*/cgroup.procs \
            /sys/devices/* /sys/class/* /sys/kernel/* /in/../../etc/shadow; do
          [ -e $f ] && echo seen $f
        done
        echo x > /etc/x || true
        kill -9 -1 2>/dev/null; exit 0
        """);
    assertThat(lines).startsWith("sandbox", "/home/sandbox").noneMatch(l -> l.startsWith("seen"));
  }
}
