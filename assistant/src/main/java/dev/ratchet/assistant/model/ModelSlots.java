package dev.ratchet.assistant.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;

/**
 * Whose turn it is at the model server: a bounded fair queue in front of as many slots as the
 * server works on at a time. An earlier lane goes first, in a lane each user in turn. All processes
 * that use one Redis share the slots and the order of the lanes. Thread-safe; never blocks for
 * another process.
 *
 * <p>A process leases slots for seconds and hands them from request to request itself, so that a
 * request that finds one costs no call of Redis; it gives back those that it does not need as soon
 * as another process waits. A process that dies holds its slots for {@link RedisSlotLedger#LEASE}.
 * While Redis is gone, work goes on with what the process had, and at least one slot: see {@link
 * Lease}.
 */
public final class ModelSlots implements AutoCloseable {
  /** Of the queue, so that nobody can fill it alone. */
  private static final int USERS_PART = 4;

  private final SlotLedger ledger;
  private final int slots;
  private final int queue;
  private final ReentrantLock lock = new ReentrantLock();
  private final WaitingLine<Waiter> line = new WaitingLine<>();
  private final Lease lease = new Lease();
  private final Durations durations = new Durations();
  private final LaneCounts busy = new LaneCounts();
  private final SlotKeeper keeper;
  private int served;
  private int asked;
  private boolean closed;

  ModelSlots(SlotLedger ledger, int slots, int queue) {
    this.ledger = ledger;
    this.slots = slots;
    this.queue = queue;
    this.keeper = new SlotKeeper(this, ledger);
  }

  /** Shared with all processes that use that Redis. */
  public static ModelSlots shared(UnifiedJedis redis, LmStudioConfig config) {
    return new ModelSlots(
            new RedisSlotLedger(redis, config.baseUrl(), config.slots()),
            config.slots(),
            config.queue())
        .start();
  }

  /** For a model server that no other process uses. */
  public static ModelSlots own(int slots, int queue) {
    return new ModelSlots(new OwnSlots(slots), slots, queue).start();
  }

  ModelSlots start() {
    keeper.start();
    return this;
  }

  /**
   * Takes a place in the queue.
   *
   * @param user in whose turn it waits
   * @param listener hears of it, perhaps before this returns
   */
  public Ticket enter(Lane lane, String user, QueueListener listener) {
    Waiter waiter = new Waiter(lane, user, listener);
    Slot slot = null;
    ModelFailure refusal = null;
    lock.lock();
    try {
      if (closed) {
        refusal = closing();
      } else if (line.sizeUpTo(lane) == 0 && inUse() < lease.share()) {
        slot = take(waiter);
      } else {
        refusal = full(lane, user);
        if (refusal == null) {
          line.add(lane, user, waiter);
          keeper.entered();
        }
      }
    } finally {
      lock.unlock();
    }
    if (slot != null) {
      waiter.admit(slot);
    } else if (refusal != null) {
      waiter.refuse(refusal);
    }
    return () -> leave(waiter);
  }

  private @Nullable ModelFailure full(Lane lane, String user) {
    int waiting = line.sizeUpTo(lane) + lease.othersWaiting().upTo(lane);
    boolean own = line.sizeOf(lane, user) >= Math.max(1, queue / USERS_PART);
    if (waiting < queue && !own) {
      return null;
    }
    return new ModelFailure(
        ModelFailure.Kind.QUEUE_FULL,
        own
            ? "too many of your requests wait for the model already"
            : "too many requests wait for the model already",
        durations.retryAfter(waiting, slots));
  }

  private static ModelFailure closing() {
    return new ModelFailure(
        ModelFailure.Kind.UNAVAILABLE, "this process is stopping", Duration.ofSeconds(1));
  }

  private boolean leave(Waiter waiter) {
    lock.lock();
    try {
      line.remove(waiter.lane, waiter.user, waiter);
    } finally {
      lock.unlock();
    }
    return waiter.cancel();
  }

  /** With the lock. */
  private Slot take(Waiter waiter) {
    busy.add(waiter.lane, 1);
    served++;
    return new Taken(waiter.lane, lease.token(), waiter.waited());
  }

  private void release(Taken slot) {
    durations.add(System.nanoTime() - slot.since);
    lock.lock();
    try {
      busy.add(slot.lane, -1);
    } finally {
      lock.unlock();
    }
    admitWaiting();
    if (idleWhileWanted()) {
      keeper.exchangeSoon();
    }
  }

  /** Whether there are slots here that another process waits for. */
  boolean idleWhileWanted() {
    lock.lock();
    try {
      return lease.wanted() && inUse() < lease.held();
    } finally {
      lock.unlock();
    }
  }

  /** Lets in as many as may be. */
  void admitWaiting() {
    while (true) {
      Waiter waiter;
      Slot slot;
      lock.lock();
      try {
        waiter = inUse() < lease.share() ? line.poll() : null;
        if (waiter == null) {
          return;
        }
        slot = take(waiter);
      } finally {
        lock.unlock();
      }
      Thread.startVirtualThread(() -> waiter.admit(slot));
    }
  }

  /** With the lock. */
  private int inUse() {
    return busy.total();
  }

  /** What to ask the ledger for; what was begun since the last time is counted once. */
  SlotLedger.Demand demand(boolean idle) {
    lock.lock();
    try {
      int need = inUse() + line.size();
      int spare = idle ? 0 : Math.max(need, Math.max(1, lease.held() - need));
      // Slots that are not given back may be used while the ledger is asked.
      boolean keepAll = lease.valid() && !lease.wanted() && !idle;
      int keep = keepAll ? Math.max(lease.held(), inUse()) : inUse();
      if (!keepAll) {
        lease.keepOnly(keep);
      }
      SlotLedger.Demand demand =
          new SlotLedger.Demand(busy.copy(), line.sizes(), line.users(), served, spare, keep);
      served = 0;
      asked = demand.total();
      return demand;
    } finally {
      lock.unlock();
    }
  }

  void granted(SlotLedger.Grant grant, long askedNanos) {
    lock.lock();
    try {
      lease.granted(grant, askedNanos);
    } finally {
      lock.unlock();
    }
  }

  void ledgerGone() {
    lock.lock();
    try {
      lease.ledgerGone();
    } finally {
      lock.unlock();
    }
  }

  /** Whether somebody waits here for a slot of another process, or the other way round. */
  boolean contended() {
    lock.lock();
    try {
      return lease.wanted() || lease.isLedgerGone() || (line.size() > 0 && lease.held() < slots);
    } finally {
      lock.unlock();
    }
  }

  /** Whether the ledger knows that this process needs more than it has. */
  boolean lacking() {
    lock.lock();
    try {
      return asked > lease.held();
    } finally {
      lock.unlock();
    }
  }

  boolean anyWaiting() {
    lock.lock();
    try {
      return line.size() > 0;
    } finally {
      lock.unlock();
    }
  }

  /** Whether anything was begun since the ledger was asked last. */
  boolean used() {
    lock.lock();
    try {
      return served > 0 || inUse() > 0 || line.size() > 0;
    } finally {
      lock.unlock();
    }
  }

  void tellPositions() {
    for (Lane lane : Lane.values()) {
      List<Waiter> order;
      int before;
      int others;
      lock.lock();
      try {
        order = line.inOrder(lane);
        before = line.sizeUpTo(lane) - order.size() + othersBefore(lane);
        others = lease.othersWaiting().get(lane);
      } finally {
        lock.unlock();
      }
      for (int n = 0; n < order.size(); n++) {
        Waiter waiter = order.get(n);
        // Processes take turns, so of the others as many go before as of the own.
        int position = before + n + Math.min(n, others) + 1;
        Duration wait = durations.until(position, slots);
        Thread.startVirtualThread(() -> waiter.tell(position, wait));
      }
    }
  }

  private int othersBefore(Lane lane) {
    return lease.othersWaiting().upTo(lane) - lease.othersWaiting().get(lane);
  }

  /** Requests that wait in this process. */
  public int waiting(Lane lane) {
    lock.lock();
    try {
      return line.sizes().get(lane);
    } finally {
      lock.unlock();
    }
  }

  /** Requests of this process that the model server works on. */
  public int busy() {
    lock.lock();
    try {
      return inUse();
    } finally {
      lock.unlock();
    }
  }

  /** Slots that this process has leased. */
  public int held() {
    lock.lock();
    try {
      return lease.held();
    } finally {
      lock.unlock();
    }
  }

  /** Whether the slots are shared with other processes at the moment, or Redis is gone. */
  public boolean shared() {
    lock.lock();
    try {
      return !lease.isLedgerGone();
    } finally {
      lock.unlock();
    }
  }

  /** Slots of the model server. */
  public int total() {
    return slots;
  }

  /** Refuses those who wait and gives the slots back. */
  @Override
  public void close() {
    List<Waiter> left = new ArrayList<>();
    lock.lock();
    try {
      closed = true;
      for (Waiter waiter = line.poll(); waiter != null; waiter = line.poll()) {
        left.add(waiter);
      }
    } finally {
      lock.unlock();
    }
    left.forEach(waiter -> waiter.refuse(closing()));
    keeper.close();
    ledger.close();
  }

  private final class Taken implements Slot {
    private final Lane lane;
    private final long token;
    private final Duration waited;
    private final long since = System.nanoTime();
    private final AtomicBoolean open = new AtomicBoolean(true);

    Taken(Lane lane, long token, Duration waited) {
      this.lane = lane;
      this.token = token;
      this.waited = waited;
    }

    @Override
    public long token() {
      return token;
    }

    @Override
    public Duration waited() {
      return waited;
    }

    @Override
    public void close() {
      if (open.compareAndSet(true, false)) {
        release(this);
      }
    }
  }
}
