package dev.ratchet.activity.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoundedLogTest {
  @TempDir Path folder;
  private final List<String> told = new ArrayList<>();
  private final AtomicInteger exceeded = new AtomicInteger();

  @Test
  void keepsTheFirstBytesAndTellsOnceThatThereWereMore() {
    BoundedLog log =
        new BoundedLog(folder.resolve("log"), 10, told::add, exceeded::incrementAndGet);
    log.pump(stream("12345\n67890abc\n".repeat(5000)));
    assertThat(log.file()).hasContent("12345\n6789");
    assertThat(told).containsExactly("12345", "6789");
    assertThat(exceeded).hasValue(1);
  }

  @Test
  void readsOnWhenTheListenerFails() {
    BoundedLog log =
        new BoundedLog(
            folder.resolve("log"),
            1000,
            line -> {
              throw new IllegalStateException("gone");
            },
            exceeded::incrementAndGet);
    log.pump(stream("a\nNo space left on device\n"));
    assertThat(log.file()).hasContent("a\nNo space left on device\n");
    assertThat(log.saw("No space left on device")).isTrue();
    assertThat(exceeded).hasValue(0);
  }

  @Test
  void endsTheTreeWhenItsOutputCannotBeKept() {
    BoundedLog log =
        new BoundedLog(folder.resolve("missing/log"), 1000, told::add, exceeded::incrementAndGet);
    log.pump(stream("a\n"));
    assertThat(exceeded).hasValue(1);
  }

  @Test
  void tellsAnEndlessLineCut() {
    BoundedLog log =
        new BoundedLog(folder.resolve("log"), 100_000, told::add, exceeded::incrementAndGet);
    log.pump(stream("x".repeat(50_000) + "\nnext"));
    assertThat(told).containsExactly("x".repeat(4096), "next");
  }

  private static ByteArrayInputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
