package dev.ratchet.assistant.model;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Keeps a process's lease: renews it in the background, asks for more when somebody waits, gives
 * back what is not needed. One thread.
 */
final class SlotKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SlotKeeper.class);

  /** A third of the lease, so that one lost renewal loses nothing. */
  private static final Duration RENEWAL = RedisSlotLedger.LEASE.dividedBy(3);

  /** How often to look when a message of another process may have been lost. */
  private static final Duration CONTENDED = Duration.ofMillis(200);

  /** Bounds what a burst costs Redis. */
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(5);

  /** Unused slots are kept for so long: the pauses of a conversation are longer anyway. */
  private static final Duration IDLE = Duration.ofSeconds(10);

  /** Who waits for less hears nothing of it. */
  private static final Duration POSITIONS = Duration.ofMillis(200);

  private static final Duration NEVER = Duration.ofDays(1);

  private final ModelSlots slots;
  private final SlotLedger ledger;
  private final Semaphore wake = new Semaphore(0);
  private final Thread thread = Thread.ofVirtual().name("model-slots").unstarted(this::run);
  private volatile boolean closed;
  private volatile boolean exchangeWanted = true;
  private boolean gone;
  private long usedNanos = System.nanoTime();
  private long exchangedNanos = System.nanoTime() - Duration.ofHours(1).toNanos();
  private long toldNanos = System.nanoTime();

  SlotKeeper(ModelSlots slots, SlotLedger ledger) {
    this.slots = slots;
    this.ledger = ledger;
  }

  void start() {
    ledger.onChange(this::othersChanged);
    thread.start();
  }

  /** Somebody has to wait. */
  void entered() {
    if (slots.held() < slots.total() && !slots.lacking()) {
      exchangeWanted = true;
    }
    wake.release();
  }

  private void othersChanged() {
    if (slots.held() > 0 || slots.anyWaiting()) {
      exchangeSoon();
    }
  }

  void exchangeSoon() {
    exchangeWanted = true;
    wake.release();
  }

  private void run() {
    try {
      while (!closed) {
        wake.tryAcquire(pause().toMillis(), TimeUnit.MILLISECONDS);
        wake.drainPermits();
        if (!closed && (exchangeWanted || due())) {
          exchange();
        }
        tellPositions();
        Thread.sleep(SHORTEST_PAUSE);
      }
    } catch (InterruptedException closing) {
      // Closed.
    }
  }

  private Duration pause() {
    if (slots.anyWaiting()) {
      return CONTENDED;
    }
    Duration period = period();
    Duration left = period.minusNanos(System.nanoTime() - exchangedNanos);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private boolean due() {
    return System.nanoTime() - exchangedNanos >= period().toNanos();
  }

  private Duration period() {
    if (gone || slots.contended()) {
      return CONTENDED;
    }
    return slots.held() > 0 ? RENEWAL : NEVER;
  }

  private void exchange() {
    exchangeWanted = false;
    long now = System.nanoTime();
    if (slots.used()) {
      usedNanos = now;
    }
    exchangedNanos = now;
    try {
      boolean idle = now - usedNanos > IDLE.toNanos();
      slots.granted(ledger.exchange(slots.demand(idle)), now);
      if (gone) {
        LOG.info("event=model-slots-shared-again");
      }
      gone = false;
    } catch (JedisException e) {
      if (!gone) {
        LOG.warn("event=model-slots-not-shared exception={}", e.getClass().getSimpleName());
      }
      gone = true;
      slots.ledgerGone();
    }
    slots.admitWaiting();
    if (!gone && slots.idleWhileWanted()) {
      exchangeSoon();
    }
  }

  private void tellPositions() {
    long now = System.nanoTime();
    if (slots.anyWaiting() && now - toldNanos > POSITIONS.toNanos()) {
      toldNanos = now;
      slots.tellPositions();
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(4));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
