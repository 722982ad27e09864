package dev.ratchet.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.cli.client.Cli.Result;
import dev.ratchet.platform.DataFolder;
import dev.ratchet.platform.control.Latch;
import dev.ratchet.platform.control.WorkerPresence;
import dev.ratchet.platform.process.ProcessId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With everything down. */
@Timeout(60)
class EmergencyCommandsTest {
  @TempDir Path folder;

  @Test
  void engagesAndReleasesThroughTheFileAlone() {
    DataFolder data = new DataFolder(folder);
    Cli cli = new Cli(Cli.gateway(data, Optional.empty()));
    Result stopped = cli.run("emergency-stop", "--reason", "smoke");
    assertThat(stopped.exitCode()).as(stopped.err()).isZero();
    assertThat(stopped.out()).contains("nothing runs");
    Latch.Order order = new Latch(data.latch()).read().orElseThrow();
    assertThat(order.reason()).isEqualTo("smoke");
    assertThat(cli.run("emergency-stop", "--reason", "again").exitCode()).isZero();
    assertThat(new Latch(data.latch()).read()).contains(order);
    assertThat(cli.run("emergency-release").out()).contains("latch released");
    assertThat(Files.exists(data.latch())).isFalse();
    assertThat(cli.run("emergency-stop").exitCode()).isEqualTo(2);
  }

  @Test
  void waitsForALivingWorkerAndNotForADeadOne() {
    DataFolder data = new DataFolder(folder);
    WorkerPresence alive = WorkerPresence.ofThisProcess("alive", Instant.now(), null);
    alive.write(data.workers());
    new WorkerPresence(new ProcessId(999_999_999, "1"), alive.space(), "dead", Instant.now(), null)
        .write(data.workers());
    Thread obedient =
        Thread.startVirtualThread(
            () -> {
              Optional<Latch.Order> order = Optional.empty();
              while (order.isEmpty()) {
                order = new Latch(data.latch()).read();
              }
              WorkerPresence.ofThisProcess("alive", Instant.now(), order.get().id())
                  .write(data.workers());
            });
    Result stopped =
        new Cli(Cli.gateway(data, Optional.empty()))
            .run("emergency-stop", "--reason", "smoke", "--json");
    assertThat(obedient.isAlive()).isFalse();
    assertThat(stopped.exitCode()).isZero();
    assertThat(stopped.out()).contains("\"acknowledged\":true", "\"disobeying\":[]");
  }
}
