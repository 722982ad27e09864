package dev.ratchet.platform.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.platform.process.ProcessId;
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
    self.remove(folder);
    assertThat(WorkerPresence.all(folder)).isEmpty();
  }

  @Test
  void aReusedPidIsAnotherProcess() {
    WorkerPresence self = WorkerPresence.ofThisProcess("b1", Instant.EPOCH, null);
    WorkerPresence former =
        new WorkerPresence(
            new ProcessId(self.process().pid(), "0"), self.space(), "b0", Instant.EPOCH, null);
    assertThat(former.alive()).isFalse();
  }

  @Test
  void aWorkerOfAnotherContainerLivesWhileItBeats() {
    WorkerPresence self = WorkerPresence.ofThisProcess("b1", Instant.now(), null);
    ProcessId elsewhere = new ProcessId(self.process().pid(), "1");
    WorkerPresence other = new WorkerPresence(elsewhere, "1", "b1", Instant.now(), null);
    assertThat(other.alive()).isTrue();
    Instant silent = Instant.now().minus(WorkerPresence.SILENCE).minusSeconds(1);
    assertThat(new WorkerPresence(elsewhere, "1", "b1", silent, null).alive()).isFalse();
    self.write(folder);
    other.write(folder);
    assertThat(WorkerPresence.all(folder)).containsExactlyInAnyOrder(self, other);
  }

  @Test
  void noFolderMeansNoWorkers() {
    assertThat(WorkerPresence.all(folder.resolve("none"))).isEmpty();
  }
}
