package dev.ratchet.platform.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessIdTest {
  @Test
  void findsTheVeryProcess() throws Exception {
    Process sleeper = new ProcessBuilder("sleep", "60").start();
    ProcessId id = ProcessId.of(sleeper.toHandle());
    assertThat(id.find()).contains(sleeper.toHandle());
    assertThat(new ProcessId(id.pid(), id.started() + "0").find()).isEmpty();
    sleeper.destroyForcibly().waitFor();
    assertThat(id.find()).isEmpty();
    assertThat(ProcessId.of(sleeper.toHandle()).find()).isEmpty();
  }

  @Test
  void nobodyIsNotThere() {
    assertThat(ProcessId.NONE.find()).isEmpty();
  }
}
