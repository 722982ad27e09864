package dev.ratchet.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
  private static final long MB = 1_000_000;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private final AtomicLong nanos = new AtomicLong();

  private ProgressBar bar(boolean terminal) {
    return new ProgressBar(1_117 * MB, terminal, out, nanos::get);
  }

  private void seconds(double seconds) {
    nanos.addAndGet((long) (seconds * 1e9));
  }

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void writesOneLineAnewOnATerminal() {
    ProgressBar bar = bar(true);
    bar.at(0);
    seconds(10);
    bar.at(558_500_000);
    seconds(0.01);
    bar.at(559 * MB);
    bar.between(line -> out.println("> " + line)).accept("waiting");
    bar.end();
    assertThat(printed().replace("\033[K", "").split("\r"))
        .containsExactly(
            "",
            "[" + " ".repeat(30) + "]   0 %  0 of 1,117 MB",
            "["
                + "=".repeat(15)
                + " ".repeat(15)
                + "]  50 %  559 of 1,117 MB  55.9 MB/s  0:10 left",
            "> waiting\n");
  }

  @Test
  void writesALineForEachTenthElsewhere() {
    ProgressBar bar = bar(false);
    for (int percent = 45; percent <= 100; percent++) {
      bar.at(1_117 * MB * percent / 100);
      seconds(1);
    }
    bar.at(2_000 * MB);
    bar.end();
    assertThat(printed().lines())
        .hasSize(6)
        .first()
        .isEqualTo("   50 %  559 of 1,117 MB  11.2 MB/s  0:50 left");
    assertThat(printed()).endsWith("  100 %  1,117 of 1,117 MB\n");
  }
}
