package dev.ratchet.assistant.model;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/** One who waits in the queue: tells its listener one thing after the other. Thread-safe. */
final class Waiter {
  final Lane lane;
  final String user;
  private final QueueListener listener;
  private final long since = System.nanoTime();
  private final AtomicBoolean done = new AtomicBoolean();
  private final ReentrantLock telling = new ReentrantLock();
  private int told;

  Waiter(Lane lane, String user, QueueListener listener) {
    this.lane = lane;
    this.user = user;
    this.listener = listener;
  }

  Duration waited() {
    return Duration.ofNanos(System.nanoTime() - since);
  }

  /** Leaves it when the listener is still busy with the last position. */
  void tell(int position, Duration expectedWait) {
    if (!telling.tryLock()) {
      return;
    }
    try {
      if (!done.get() && told != position) {
        told = position;
        listener.waiting(position, expectedWait);
      }
    } finally {
      telling.unlock();
    }
  }

  /** Gives the slot on, or back when nobody wants it any more. */
  void admit(Slot slot) {
    if (done.compareAndSet(false, true)) {
      last(() -> listener.admitted(slot));
    } else {
      slot.close();
    }
  }

  void refuse(ModelFailure failure) {
    if (done.compareAndSet(false, true)) {
      last(() -> listener.refused(failure));
    }
  }

  private void last(Runnable telling) {
    this.telling.lock();
    try {
      telling.run();
    } finally {
      this.telling.unlock();
    }
  }

  /** Whether that was the end of its waiting. Does not wait for a listener that is busy. */
  boolean cancel() {
    return done.compareAndSet(false, true);
  }
}
