package dev.ratchet.activity.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ratchet.activity.sandbox.RunnerProtocol.Greeting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnControlGroupTest {
  @TempDir Path folder;

  private void write(String file, String content) throws IOException {
    Files.writeString(folder.resolve(file), content + "\n");
  }

  @Test
  void knowsLimitsAndWhatRanOutInVersion2() throws IOException {
    OwnControlGroup group = new OwnControlGroup(folder, folder, true);
    write("memory.max", "4096000");
    write("pids.max", "200");
    write("memory.events", "low 0\noom 3\noom_kill 2");
    write("pids.events", "max 7");
    write("cgroup.procs", "1\n17");
    assertThat(group.limits()).isEqualTo(new Greeting(4_096_000, 200));
    assertThat(group.memoryKills()).isEqualTo(2);
    assertThat(group.refusedForks()).isEqualTo(7);
    assertThat(group.members()).containsExactly(1L, 17L);
  }

  @Test
  void aGroupWithoutLimitsHoldsNothing() throws IOException {
    OwnControlGroup second = new OwnControlGroup(folder, folder, true);
    assertThatThrownBy(second::limits).isInstanceOf(IOException.class);
    write("memory.max", "max");
    write("pids.max", "200");
    assertThatThrownBy(second::limits).hasMessageContaining("must be limited");
    write("memory.max", "4096000");
    write("pids.max", "max");
    assertThatThrownBy(second::limits).hasMessageContaining("must be limited");
  }

  @Test
  void version1SaysAHugeNumberForNoLimit() throws IOException {
    OwnControlGroup first = new OwnControlGroup(folder, folder, false);
    write("memory.limit_in_bytes", "9223372036854771712");
    write("pids.max", "200");
    assertThatThrownBy(first::limits).hasMessageContaining("must be limited");
    write("memory.limit_in_bytes", "4096000");
    assertThat(first.limits()).isEqualTo(new Greeting(4_096_000, 200));
  }
}
