package dev.ratchet.api.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.platform.control.Latch;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class StopWatchTest {
  private static final Duration STEP = Duration.ofMillis(10);
  @TempDir Path folder;
  private volatile String temporal = "unreachable";

  private static void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(20);
    }
  }

  @Test
  void isStoppedUntilBothSourcesWereReadAndNeitherSaysStop() throws Exception {
    Latch latch = new Latch(folder.resolve("latch"));
    try (StopWatch watch = new StopWatch(latch, () -> temporal, STEP)) {
      Thread.sleep(100);
      assertThat(watch.stopped()).isTrue();
      temporal = "clear";
      await(() -> !watch.stopped());
      latch.engage("admin", "test", Instant.now());
      assertThat(watch.stopped()).isTrue();
      latch.release();
      assertThat(watch.stopped()).isFalse();
      temporal = "engaged";
      await(watch::stopped);
      temporal = "unreachable";
      Thread.sleep(100);
      assertThat(watch.stopped()).as("what was engaged stays so until it is seen clear").isTrue();
    }
  }

  @Test
  void bearsARestartOfTemporal() throws Exception {
    try (StopWatch watch =
        new StopWatch(new Latch(folder.resolve("latch")), () -> temporal, STEP)) {
      temporal = "clear";
      await(() -> !watch.stopped());
      temporal = "unreachable";
      Thread.sleep(100);
      assertThat(watch.stopped()).isFalse();
    }
  }
}
