package dev.ratchet.cli.client;

import dev.ratchet.cli.client.Events.Event;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/**
 * Shows a run as it goes. On a terminal what is settled scrolls by, and one line below it says what
 * is being done and for how long; elsewhere each event is a line. Thread-safe: the line's clock is
 * another thread.
 */
final class Progress {
  private static final String ERASE = "\r\u001b[K";

  private final Output output;
  private final boolean json;
  private final InstantSource clock;
  private Instant started;
  private String stage = "";
  private String doing = "";
  private int width = 100;

  Progress(Output output, boolean json, InstantSource clock) {
    this.output = output;
    this.json = json;
    this.clock = clock;
    this.started = clock.instant();
    String columns = System.getenv("COLUMNS");
    if (columns != null && columns.matches("[0-9]{2,4}")) {
      width = Integer.parseInt(columns);
    }
  }

  synchronized void show(Event event) {
    if (json) {
      output.json(event.data());
      return;
    }
    if (event.message().isBlank()) {
      return;
    }
    if (event.type().equals("run-started")) {
      started = time(event);
    }
    if (event.type().equals("stage")) {
      stage = event.data().at("/data/stage").asText("").toLowerCase(Locale.ROOT).replace('_', ' ');
    }
    doing = event.message();
    if (!output.terminal()) {
      output.line("%s  %s".formatted(elapsed(time(event)), text(event)));
    } else if (settled(event.type())) {
      output.out().print(ERASE);
      output.line("%s  %s".formatted(elapsed(time(event)), text(event)));
    }
    tick();
  }

  /** Writes the lower line anew. */
  synchronized void tick() {
    if (!output.terminal() || json) {
      return;
    }
    String line = Output.harmless("%s  %s: %s".formatted(elapsed(clock.instant()), stage, doing));
    output.out().print(ERASE + (line.length() < width ? line : line.substring(0, width - 2) + "…"));
    output.out().flush();
  }

  /** Takes the lower line away. */
  synchronized void end() {
    if (output.terminal() && !json) {
      output.out().print(ERASE);
      output.out().flush();
    }
  }

  /** Stages and progress are only interesting while they last. */
  private static boolean settled(String type) {
    return !type.equals("stage") && !type.equals("progress");
  }

  private static String text(Event event) {
    return "%-15s %s".formatted(event.type(), event.message());
  }

  private Instant time(Event event) {
    try {
      return Instant.parse(event.data().path("at").asText());
    } catch (DateTimeParseException none) {
      return clock.instant();
    }
  }

  private String elapsed(Instant now) {
    return format(Duration.between(started, now));
  }

  static String format(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    return seconds < 3_600
        ? String.format(Locale.ROOT, "%2d:%02d", seconds / 60, seconds % 60)
        : String.format(
            Locale.ROOT, "%d:%02d:%02d", seconds / 3_600, seconds / 60 % 60, seconds % 60);
  }
}
