package dev.ratchet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ratchet.cli.supervisor.SystemState;
import dev.ratchet.platform.DataFolder;
import dev.ratchet.platform.config.ConfigException;
import dev.ratchet.platform.process.ProcessId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpCommandTest {
  @TempDir Path folder;

  /** One that runs in the foreground of another terminal: its words go there. */
  @Test
  void waitsForASupervisorThatKeepsNoLog() throws Exception {
    DataFolder data = new DataFolder(folder);
    var waiting =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return UpCommand.await(data, line -> {}, ProcessHandle.current());
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    Files.createDirectories(data.run());
    ProcessId self = ProcessId.ofThisProcess();
    Files.writeString(
        data.run().resolve("supervisor.json"),
        """
        {"supervisor": {"pid": %d, "started": "%s"}, "build": "b", "healthy": true,
         "addresses": {}, "processes": []}
        """
            .formatted(self.pid(), self.started()));
    assertThat(waiting.get()).extracting(SystemState::supervisor).isEqualTo(self);
  }

  @Test
  void saysWhenTheSupervisorIsGone() {
    assertThatThrownBy(() -> UpCommand.await(new DataFolder(folder), line -> {}, null))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("ended at once");
  }
}
