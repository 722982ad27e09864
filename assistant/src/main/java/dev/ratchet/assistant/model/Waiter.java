package dev.ratchet.assistant.model;

import java.time.Duration;

/** One who waits in the queue: tells its listener one thing after the other. Thread-safe. */
final class Waiter {
  final Lane lane;
  final String user;
  private final QueueListener listener;
  private final long since = System.nanoTime();
  private boolean done;
  private int told;

  Waiter(Lane lane, String user, QueueListener listener) {
    this.lane = lane;
    this.user = user;
    this.listener = listener;
  }

  Duration waited() {
    return Duration.ofNanos(System.nanoTime() - since);
  }

  synchronized void tell(int position, Duration expectedWait) {
    if (!done && told != position) {
      told = position;
      listener.waiting(position, expectedWait);
    }
  }

  /** Gives the slot on, or back when nobody wants it any more. */
  synchronized void admit(Slot slot) {
    if (done) {
      slot.close();
      return;
    }
    done = true;
    listener.admitted(slot);
  }

  synchronized void refuse(ModelFailure failure) {
    if (!done) {
      done = true;
      listener.refused(failure);
    }
  }

  /** Whether that was the end of its waiting. */
  synchronized boolean cancel() {
    boolean first = !done;
    done = true;
    return first;
  }
}
