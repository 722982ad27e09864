package dev.ratchet.cli.model;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Shows how far a transfer is: one line that is written anew on a terminal, else a line for every
 * tenth of it. Not thread-safe.
 */
final class ProgressBar implements Transfer {
  private static final int WIDTH = 30;
  private static final long REDRAW_NANOS = Duration.ofMillis(200).toNanos();
  private static final double MEGABYTE = 1e6;

  private final long total;
  private final boolean terminal;
  private final PrintStream out;
  private final LongSupplier nanos;
  private long began;
  private long beganAt = -1;
  private long drawn;
  private long tenth = -1;
  private boolean open;

  ProgressBar(long total, boolean terminal, PrintStream out, LongSupplier nanos) {
    this.total = total;
    this.terminal = terminal;
    this.out = out;
    this.nanos = nanos;
  }

  @Override
  public void at(long come) {
    // Packed parts and their unpacked copies may be counted together for a moment.
    long bytes = Math.min(come, total);
    long now = nanos.getAsLong();
    if (beganAt < 0) {
      beganAt = bytes;
      began = now;
      drawn = now - REDRAW_NANOS;
      tenth = bytes * 10 / total;
    }
    if (terminal) {
      if (now - drawn >= REDRAW_NANOS || bytes >= total) {
        drawn = now;
        out.print("\r" + bar(bytes) + text(bytes, now) + "\033[K");
        out.flush();
        open = true;
      }
    } else if (bytes * 10 / total > tenth) {
      tenth = bytes * 10 / total;
      out.println("  " + text(bytes, now));
    }
  }

  /** Ends the line, where one is open. */
  void end() {
    if (open) {
      out.println();
      open = false;
    }
  }

  /** Lines of others, in the bar's place: it is drawn anew below them. */
  Consumer<String> between(Consumer<String> tell) {
    return line -> {
      if (open) {
        out.print("\r\033[K");
        out.flush();
        open = false;
      }
      tell.accept(line);
    };
  }

  private String bar(long bytes) {
    int full = (int) (WIDTH * bytes / total);
    return "[" + "=".repeat(full) + " ".repeat(WIDTH - full) + "] ";
  }

  private String text(long bytes, long now) {
    String text =
        String.format(
            Locale.ROOT,
            "%3d %%  %,.0f of %,.0f MB",
            bytes * 100 / total,
            bytes / MEGABYTE,
            total / MEGABYTE);
    double seconds = (now - began) / 1e9;
    double rate = seconds < 1 ? 0 : (bytes - beganAt) / seconds;
    return rate <= 0 || bytes >= total
        ? text
        : text
            + String.format(
                Locale.ROOT,
                "  %.1f MB/s  %s left",
                rate / MEGABYTE,
                time(Math.round((total - bytes) / rate)));
  }

  private static String time(long seconds) {
    return seconds >= 3600
        ? String.format(Locale.ROOT, "%d:%02d h", seconds / 3600, seconds / 60 % 60)
        : String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
  }
}
