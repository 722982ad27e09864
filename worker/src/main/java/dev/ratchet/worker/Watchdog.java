package dev.ratchet.worker;

import dev.ratchet.platform.control.WorkerPresence;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads that keep the emergency guard informed and show the worker in the data folder. */
final class Watchdog implements AutoCloseable {
  /** How soon a latch is seen: well below the second in which everything must be dead. */
  private static final long GLANCE_MILLIS = 50;

  private static final Logger log = LoggerFactory.getLogger(Watchdog.class);

  private final EmergencyGuard guard;
  private final Path workers;
  private final String build;
  private volatile boolean closed;

  Watchdog(EmergencyGuard guard, Path workers, String build) {
    this.guard = guard;
    this.workers = workers;
    this.build = build;
  }

  void start() {
    Thread.ofPlatform()
        .daemon()
        .name("emergency-latch")
        .start(() -> repeat(GLANCE_MILLIS, this::glance));
    Thread.ofPlatform().daemon().name("emergency-temporal").start(() -> repeat(1000, guard::look));
    Thread.ofPlatform().daemon().name("presence").start(() -> repeat(1000, this::show));
  }

  private void glance() {
    boolean obeyed = guard.obeys().isPresent();
    guard.glance();
    if (guard.obeys().isPresent() != obeyed) {
      show();
    }
  }

  private synchronized void show() {
    if (!closed) {
      presence().write(workers);
    }
  }

  private WorkerPresence presence() {
    return WorkerPresence.ofThisProcess(build, Instant.now(), guard.obeys().orElse(null));
  }

  private void repeat(long millis, Runnable action) {
    while (!closed) {
      try {
        action.run();
      } catch (RuntimeException e) {
        log.error("watchdog=failed thread={}", Thread.currentThread().getName(), e);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    presence().remove(workers);
  }
}
