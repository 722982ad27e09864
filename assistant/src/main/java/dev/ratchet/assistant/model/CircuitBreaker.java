package dev.ratchet.assistant.model;

import java.time.Duration;
import java.util.BitSet;
import java.util.function.LongSupplier;

/**
 * Keeps requests from a server that fails: after some failures none is let through for a while;
 * then one is, and what becomes of it decides. Of this process alone, for another may reach the
 * server. Thread-safe.
 */
public final class CircuitBreaker {
  /** In a row: fewer may be chance, and each has been tried some times already. */
  private static final int FAILURES = 5;

  /** Of the last {@link #WINDOW} calls, when they are not in a row. */
  private static final int MOST_FAILED = 12;

  private static final int WINDOW = 20;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  /** A trial of which nothing was heard for as long is lost. */
  private static final Duration LONGEST_TRIAL = Duration.ofMinutes(10);

  public enum State {
    CLOSED,
    OPEN,
    HALF_OPEN
  }

  private final LongSupplier nanos;
  private final BitSet window = new BitSet(WINDOW);
  private State state = State.CLOSED;
  private Duration pause = FIRST_PAUSE;
  private long since;
  private boolean trial;
  private int calls;
  private int inARow;

  CircuitBreaker(LongSupplier nanos) {
    this.nanos = nanos;
  }

  public synchronized State state() {
    return state;
  }

  /** Whether a request may be made; if so, its outcome must be told. */
  synchronized boolean allows() {
    if (state == State.OPEN && elapsed().compareTo(pause) >= 0) {
      halfOpen();
    }
    if (state == State.HALF_OPEN) {
      if (trial && elapsed().compareTo(LONGEST_TRIAL) < 0) {
        return false;
      }
      trial = true;
      since = nanos.getAsLong();
      return true;
    }
    return state == State.CLOSED;
  }

  /** When a request may be made again. */
  synchronized Duration retryAfter() {
    Duration left = pause.minus(elapsed());
    return state != State.OPEN || left.compareTo(Duration.ofSeconds(1)) < 0
        ? Duration.ofSeconds(1)
        : left;
  }

  synchronized void succeeded() {
    inARow = 0;
    note(false);
    if (state == State.HALF_OPEN) {
      state = State.CLOSED;
      pause = FIRST_PAUSE;
      window.clear();
      calls = 0;
    }
    trial = false;
  }

  synchronized void failed() {
    inARow++;
    note(true);
    if (state == State.HALF_OPEN) {
      pause = shorter(pause.multipliedBy(2));
      open();
    } else if (state == State.CLOSED
        && (inARow >= FAILURES || (calls >= WINDOW && window.cardinality() >= MOST_FAILED))) {
      open();
    }
  }

  /** The request ended without saying anything about the server. */
  synchronized void undecided() {
    trial = false;
  }

  /** The server answers again to what costs nothing: a request may try it. */
  synchronized void answersAgain() {
    if (state == State.OPEN) {
      halfOpen();
    }
  }

  private void note(boolean failed) {
    window.set(calls % WINDOW, failed);
    calls++;
  }

  private void open() {
    state = State.OPEN;
    since = nanos.getAsLong();
    trial = false;
  }

  private void halfOpen() {
    state = State.HALF_OPEN;
    trial = false;
  }

  private Duration elapsed() {
    return Duration.ofNanos(nanos.getAsLong() - since);
  }

  private static Duration shorter(Duration wanted) {
    return wanted.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : wanted;
  }
}
