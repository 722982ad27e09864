package dev.ratchet.cli.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManagedProcessTest {
  @TempDir Path folder;
  private boolean healthy;

  private ManagedProcess process(boolean vital, String... command) {
    Service service =
        new Service("it", List.of(command), Map.of(), p -> healthy, vital, Duration.ofSeconds(5));
    return new ManagedProcess(service, folder);
  }

  private static String state(ManagedProcess process) {
    return process.state().state();
  }

  @Test
  void oneThatNobodyWaitsForLoadsAndIsAskedNowAndThen() throws Exception {
    ManagedProcess process = process(false, "sleep", "60");
    assertThat(state(process)).isEqualTo("waiting");
    Instant now = Instant.now();
    process.tend(now);
    process.tend(now);
    assertThat(state(process)).isEqualTo("loading");
    healthy = true;
    process.tend(now.plusSeconds(1));
    assertThat(state(process)).isEqualTo("loading");
    process.tend(now.plusSeconds(3));
    assertThat(state(process)).isEqualTo("healthy");
    process.stop();
    assertThat(process.healthy()).isFalse();
  }

  @Test
  void oneThatEverybodyWaitsForIsAskedAtOnce() throws Exception {
    ManagedProcess process = process(true, "sleep", "60");
    Instant now = Instant.now();
    process.tend(now);
    process.tend(now);
    assertThat(state(process)).isEqualTo("starting");
    healthy = true;
    process.tend(now);
    assertThat(state(process)).isEqualTo("healthy");
    process.stop();
  }

  @Test
  void oneThatNeverStaysIsGivenUp() throws Exception {
    ManagedProcess process = process(false, "sh", "-c", "echo no such model; exit 1");
    Instant now = Instant.now();
    for (int i = 0; i < 200 && !process.givenUp(); i++) {
      now = now.plusSeconds(8);
      process.tend(now);
      Thread.sleep(10);
    }
    assertThat(state(process)).isEqualTo("given-up");
    assertThat(process.lastWords(1)).isEqualTo("no such model");
    assertThat(process.state().restarts()).isEqualTo(5);
  }
}
