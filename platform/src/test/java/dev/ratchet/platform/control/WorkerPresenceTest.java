package dev.ratchet.platform.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerPresenceTest {
  @TempDir Path folder;

  @Test
  void showsALivingWorkerAndWhatItObeys() {
    WorkerPresence self =
        WorkerPresence.ofThisProcess("b1", Instant.parse("2026-11-23T12:00:00Z"), "order-1");
    self.write(folder);
    assertThat(WorkerPresence.all(folder)).containsExactly(self);
    assertThat(self.alive()).isTrue();
    WorkerPresence.remove(folder, self.pid());
    assertThat(WorkerPresence.all(folder)).isEmpty();
  }

  @Test
  void aReusedPidIsAnotherProcess() {
    WorkerPresence self = WorkerPresence.ofThisProcess("b1", Instant.EPOCH, null);
    WorkerPresence former =
        new WorkerPresence(self.pid(), self.started() - 1, "b0", Instant.EPOCH, null);
    assertThat(former.alive()).isFalse();
  }

  @Test
  void noFolderMeansNoWorkers() {
    assertThat(WorkerPresence.all(folder.resolve("none"))).isEmpty();
  }
}
