package dev.ratchet.assistant.model;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ends what takes too long. One thread looks at everything that is under way, because a timer for
 * each would have to be set anew with each token. Thread-safe.
 */
final class Watchdog implements AutoCloseable {
  /** Fine enough for limits of seconds. */
  private static final Duration PERIOD = Duration.ofMillis(50);

  /** Something with a limit. */
  interface Watched {
    /** As {@link System#nanoTime}; {@link Long#MAX_VALUE} for none at the moment. */
    long deadlineNanos();

    /** Called once or more, from the watchdog's thread; must not block. */
    void expired();
  }

  private final Set<Watched> watched = ConcurrentHashMap.newKeySet();
  private final Thread thread =
      Thread.ofPlatform().daemon().name("model-watchdog").unstarted(this::run);

  Watchdog() {
    thread.start();
  }

  void watch(Watched something) {
    watched.add(something);
  }

  void forget(Watched something) {
    watched.remove(something);
  }

  private void run() {
    while (!Thread.currentThread().isInterrupted()) {
      long now = System.nanoTime();
      for (Watched each : watched) {
        long deadline = each.deadlineNanos();
        if (deadline != Long.MAX_VALUE && now - deadline >= 0) {
          each.expired();
        }
      }
      try {
        Thread.sleep(PERIOD);
      } catch (InterruptedException closing) {
        return;
      }
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
