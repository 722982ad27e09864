package dev.ratchet.api.control;

import dev.ratchet.platform.control.Latch;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Knows whether the emergency stop is engaged without asking anybody: it reads the latch whenever
 * it is asked, and Temporal every second in the background. Unknown counts as engaged. Thread-safe.
 */
public final class StopWatch implements AutoCloseable {
  static final Duration STEP = Duration.ofSeconds(1);

  /** A restart of Temporal takes seconds; what acts by itself can wait for it. */
  private static final Duration TRUST = Duration.ofSeconds(10);

  private final Latch latch;
  private final Supplier<String> temporal;
  private final Duration step;
  private final Thread thread;
  private volatile boolean clear;
  private volatile long seenNanos = System.nanoTime();

  /**
   * @param temporal tells "engaged", "clear" or anything else when it cannot
   * @param step between two looks
   */
  StopWatch(Latch latch, Supplier<String> temporal, Duration step) {
    this.latch = latch;
    this.temporal = temporal;
    this.step = step;
    this.thread = Thread.ofVirtual().name("stop-watch").start(this::work);
  }

  private void work() {
    try {
      while (true) {
        look();
        Thread.sleep(step);
      }
    } catch (InterruptedException closed) {
      clear = false;
    }
  }

  private void look() {
    String state = temporal.get();
    if (state.equals("clear")) {
      seenNanos = System.nanoTime();
      clear = true;
    } else if (state.equals("engaged") || System.nanoTime() - seenNanos > TRUST.toNanos()) {
      clear = false;
    }
  }

  public boolean stopped() {
    boolean known = clear && System.nanoTime() - seenNanos < TRUST.toNanos();
    return !known || latch.read().isPresent();
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
