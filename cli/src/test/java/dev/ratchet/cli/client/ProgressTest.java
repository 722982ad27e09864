package dev.ratchet.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.cli.client.Events.Event;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final StringWriter out = new StringWriter();

  private Progress progress(boolean terminal) {
    return new Progress(
        new Output(new PrintWriter(out), new PrintWriter(out), terminal),
        false,
        () -> Instant.parse("2026-01-01T00:02:05Z"));
  }

  private static Event event(String type, String message, String at) {
    var data = ApiClient.JSON.createObjectNode().put("message", message).put("at", at);
    data.putObject("data").put("stage", "WAITING_FOR_APPROVAL");
    return new Event("1-0", type, data);
  }

  @Test
  void writesALineForEachEventWhenPiped() {
    Progress progress = progress(false);
    progress.show(event("run-started", "go", "2026-01-01T00:00:00Z"));
    progress.show(event("stage", "waiting", "2026-01-01T00:01:01Z"));
    progress.tick();
    assertThat(out.toString().lines())
        .containsExactly(" 0:00  run-started     go", " 1:01  stage           waiting");
  }

  @Test
  void keepsOneLineUpToDateOnATerminal() {
    Progress progress = progress(true);
    progress.show(event("run-started", "go", "2026-01-01T00:00:00Z"));
    progress.show(event("stage", "for\u001b[31m you", "2026-01-01T00:01:01Z"));
    assertThat(out.toString()).endsWith("\r\u001b[K 2:05  waiting for approval: for [31m you");
    progress.end();
    assertThat(out.toString()).endsWith("\r\u001b[K");
  }

  @Test
  void tellsHours() {
    assertThat(Progress.format(Duration.ofSeconds(3_725))).isEqualTo("1:02:05");
  }
}
