package dev.ratchet.cli.client.chat;

import dev.ratchet.cli.client.Output;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One line that says what is waited for and since when, and goes away when there is something else
 * to print; nothing where no terminal shows it. Thread-safe: its clock is another thread.
 */
final class StatusLine implements AutoCloseable {
  private static final String ERASE = "\r\u001b[K";
  private static final Duration STEP = Duration.ofSeconds(1);

  private final Output output;
  private final Thread clock;
  private @Nullable String shown;
  private long since;

  StatusLine(Output output) {
    this.output = output;
    this.clock = Thread.startVirtualThread(this::tick);
  }

  synchronized void show(String text) {
    if (shown == null) {
      since = System.nanoTime();
    }
    shown = text;
    write();
  }

  synchronized void clear() {
    if (shown != null && output.terminal()) {
      output.out().print(ERASE);
      output.out().flush();
    }
    shown = null;
  }

  private synchronized void write() {
    if (shown != null && output.terminal()) {
      long seconds = Duration.ofNanos(System.nanoTime() - since).toSeconds();
      String time = seconds == 0 ? "" : " (%d s)".formatted(seconds);
      output.out().print(ERASE + Output.harmless(shown) + time);
      output.out().flush();
    }
  }

  private void tick() {
    try {
      while (true) {
        Thread.sleep(STEP);
        write();
      }
    } catch (InterruptedException closed) {
      // Nothing is waited for any more.
    }
  }

  @Override
  public void close() {
    clock.interrupt();
    clear();
  }
}
