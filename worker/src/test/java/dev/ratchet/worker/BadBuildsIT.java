package dev.ratchet.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.domain.Baseline;
import dev.ratchet.workflow.cycle.RunSummary;
import dev.ratchet.workflow.cycle.RunSummary.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Builds that harm whom they can. */
@Timeout(120)
@ExtendWith(CycleSystem.Shared.class)
class BadBuildsIT {
  private static CycleSystem system;

  @TempDir Path folder;

  @BeforeAll
  static void start(CycleSystem shared) throws Exception {
    system = shared;
    system.needsSandbox();
  }

  /** No process and no file of a sandbox outlives its build. */
  @AfterEach
  void nothingIsLeft() throws Exception {
    try (Stream<Path> left = Files.list(system.data.sandboxes())) {
      assertThat(left).isEmpty();
    }
    assertThat(
            ProcessHandle.allProcesses().flatMap(process -> process.info().commandLine().stream()))
        .noneMatch(line -> line.contains("ratchet-bad-build"));
  }

  private String analyzedOnly(String script, Baseline.Status status) throws Exception {
    return analyzedOnly(OwnedRepository.built(folder, script), status);
  }

  private static String analyzedOnly(OwnedRepository repository, Baseline.Status status)
      throws Exception {
    Map<String, String> before = repository.state(true);
    RunSummary summary = system.start(repository).end();
    assertThat(summary.outcome()).as(summary.message()).isEqualTo(Outcome.ANALYZED_ONLY);
    assertThat(summary.baseline()).isNotNull();
    assertThat(summary.baseline().status()).as(summary.message()).isEqualTo(status);
    assertThat(summary.analysis()).isNotNull();
    assertThat(summary.analysis().findings()).isPositive();
    assertThat(repository.state(true)).isEqualTo(before);
    return summary.message() + "\n" + summary.baseline().message();
  }

  private OwnedRepository impatient(String script) throws Exception {
    return OwnedRepository.built(folder, "exec bash build.sh\n")
        .file("build.sh", script)
        .file("ratchet.yml", "test: sh test.sh\nbudget: {build-time: 3s}\n")
        .commit("impatient");
  }

  @Test
  void hangs() throws Exception {
    OwnedRepository repository =
        impatient("echo waiting for Godot\nexec -a ratchet-bad-build sleep 1000\n");
    assertThat(analyzedOnly(repository, Baseline.Status.LIMIT_EXCEEDED))
        .contains(
            "nothing could be tried",
            "TIME",
            "3 s",
            "budget.build-time in ratchet.yml",
            "waiting for Godot");
  }

  @Test
  void asksForAJdkThatIsNotThere() throws Exception {
    OwnedRepository repository =
        OwnedRepository.built(folder, OwnedRepository.PASSES)
            .file("ratchet.yml", "test: sh test.sh\njdk: 99\n")
            .commit("too new");
    assertThat(analyzedOnly(repository, Baseline.Status.DOES_NOT_BUILD))
        .contains("JDK 99", "on this machine are [", "25");
  }

  @Test
  void forksWithoutEnd() throws Exception {
    OwnedRepository repository =
        impatient("bomb() { bomb ratchet-bad-build | bomb & }\nbomb\nsleep 1000\n");
    assertThat(analyzedOnly(repository, Baseline.Status.LIMIT_EXCEEDED))
        .contains("PROCESSES", "at most 2000");
  }

  @Test
  void fillsTheDisk() throws Exception {
    String script = "head -c 4G /dev/zero > big\n" + OwnedRepository.PASSES;
    assertThat(analyzedOnly(script, Baseline.Status.LIMIT_EXCEEDED))
        .contains("DISK", "at most 2048 MiB");
  }

  @Test
  void printsAGigabyte() throws Exception {
    String script = "yes ratchet-bad-build $(seq 300) | head -c 1G\n" + OwnedRepository.PASSES;
    assertThat(analyzedOnly(script, Baseline.Status.LIMIT_EXCEEDED))
        .contains("LOG", "at most 64 MiB");
  }

  @Test
  void opensASocket() throws Exception {
    AtomicInteger connections = new AtomicInteger();
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> count(server, connections));
      String script =
          "exec bash -c 'exec 3<>/dev/tcp/127.0.0.1/%d && sh report.sh'\n"
              .formatted(server.getLocalPort());
      OwnedRepository repository = OwnedRepository.built(folder, script);
      repository.file("report.sh", OwnedRepository.PASSES).commit("report");
      assertThat(analyzedOnly(repository, Baseline.Status.DOES_NOT_BUILD))
          .contains("fails without network", "/dev/tcp/127.0.0.1");
      // The one build that may fetch dependencies.
      assertThat(connections).hasValue(1);
    }
  }

  private static void count(ServerSocket server, AtomicInteger connections) {
    try {
      while (true) {
        server.accept().close();
        connections.incrementAndGet();
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  @Test
  void doesNotBuild() throws Exception {
    assertThat(analyzedOnly("echo no such compiler\nexit 3\n", Baseline.Status.DOES_NOT_BUILD))
        .contains("does not build", "exit code 3: no such compiler");
  }

  @Test
  void runsNoTests() throws Exception {
    assertThat(analyzedOnly("true\n", Baseline.Status.NO_TESTS))
        .contains("no JUnit XML", "TEST-*.xml");
  }
}
