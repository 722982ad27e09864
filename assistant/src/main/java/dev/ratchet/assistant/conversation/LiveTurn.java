package dev.ratchet.assistant.conversation;

import dev.ratchet.assistant.conversation.TurnLog.Answer;
import dev.ratchet.assistant.conversation.TurnLog.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A turn that this process works on: its events are read here at once, and written to Redis right
 * behind. Pieces of text that nobody has read yet become one event, so that a fast model makes few.
 * Thread-safe.
 */
final class LiveTurn {
  private static final Logger log = LoggerFactory.getLogger(LiveTurn.class);

  /** How far Redis may lag: what a killed process loses of a partial answer. */
  private static final Duration STEP = Duration.ofMillis(100);

  /** Well within the lease. */
  private static final Duration BEAT = Duration.ofSeconds(1);

  private final TurnKey key;
  private final String sessionId;
  private final String owner;
  private final TurnLog turnLog;
  private final Duration grace;
  private final Runnable cancel;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<Entry> entries = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private long read;
  private int written;
  private int sealed;
  private int followers;
  private long unfollowedSince = System.nanoTime();
  private boolean ended;
  private boolean lost;

  /**
   * @param grace how long it goes on when nobody follows
   * @param cancel ends the work; may be called more than once
   */
  LiveTurn(
      TurnKey key,
      String sessionId,
      String owner,
      TurnLog turnLog,
      Duration grace,
      Runnable cancel) {
    this.key = key;
    this.sessionId = sessionId;
    this.owner = owner;
    this.turnLog = turnLog;
    this.grace = grace;
    this.cancel = cancel;
    Thread.ofVirtual().name("turn-" + key.turnId()).start(this::writeBehind);
  }

  TurnKey key() {
    return key;
  }

  void add(ChatEvent event) {
    lock.lock();
    try {
      if (ended) {
        return;
      }
      if (event instanceof ChatEvent.Text(String piece)) {
        text.append(piece);
        if (merged(piece)) {
          return;
        }
      }
      entries.add(new Entry(entries.size() + 1L, event.type(), event.json()));
      ended = event.last();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Into the last event, when that is text which nobody knows yet. */
  private boolean merged(String piece) {
    if (entries.isEmpty()) {
      return false;
    }
    Entry last = entries.getLast();
    if (!last.type().equals("text") || last.number() <= read || last.number() <= sealed) {
      return false;
    }
    String before = ChatEvent.Codec.tree(last.json()).path("text").asText();
    entries.set(
        entries.size() - 1,
        new Entry(last.number(), "text", new ChatEvent.Text(before + piece).json()));
    return true;
  }

  /** The answer so far. */
  String text() {
    lock.lock();
    try {
      return text.toString();
    } finally {
      lock.unlock();
    }
  }

  /** Whether another process has the turn now: nothing of it may be stored here any more. */
  boolean lost() {
    lock.lock();
    try {
      return lost;
    } finally {
      lock.unlock();
    }
  }

  /** Counts a follower, whose end is told by {@link #left}. */
  void joined() {
    lock.lock();
    try {
      followers++;
    } finally {
      lock.unlock();
    }
  }

  void left() {
    lock.lock();
    try {
      followers--;
      unfollowedSince = System.nanoTime();
    } finally {
      lock.unlock();
    }
  }

  /** The events after a number; waits for one when there is none. Empty when none came in time. */
  List<Entry> read(long after, Duration patience) throws InterruptedException {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (entries.size() <= after && !lost && left > 0) {
        left = changed.awaitNanos(left);
      }
      if (entries.size() <= after) {
        return List.of();
      }
      read = entries.size();
      return List.copyOf(entries.subList((int) after, entries.size()));
    } finally {
      lock.unlock();
    }
  }

  /** Waits until Redis has the last event, for as long as this process lives. */
  void awaitWritten() throws InterruptedException {
    lock.lock();
    try {
      while (!lost && !(ended && written == entries.size())) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  private void writeBehind() {
    try {
      boolean over = false;
      while (!over) {
        over = writeOnce();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      cancel.run();
    }
  }

  private boolean writeOnce() throws InterruptedException {
    List<Entry> fresh;
    boolean end;
    lock.lock();
    try {
      long left = BEAT.toNanos();
      while (entries.size() == written && !ended && left > 0) {
        left = changed.awaitNanos(left);
      }
      fresh = List.copyOf(entries.subList(written, entries.size()));
      written = entries.size();
      sealed = written;
      end = ended;
    } finally {
      lock.unlock();
    }
    Answer answer = write(fresh, end);
    if (answer == null) {
      taken(fresh.size());
      return false;
    }
    if (answer.lost()) {
      abandon();
      return true;
    }
    if (answer.stop() || unfollowed(answer.unfollowed())) {
      cancel.run();
    }
    if (end) {
      wake();
      return true;
    }
    Thread.sleep(STEP);
    return false;
  }

  private @Nullable Answer write(List<Entry> fresh, boolean end) throws InterruptedException {
    try {
      return turnLog.append(key, owner, sessionId, fresh, end);
    } catch (JedisException gone) {
      log.debug("turn={} redis=away", key.turnId());
      Thread.sleep(STEP);
      return null;
    }
  }

  /** They are written again. */
  private void taken(int count) {
    lock.lock();
    try {
      written -= count;
    } finally {
      lock.unlock();
    }
  }

  private boolean unfollowed(Duration elsewhere) {
    lock.lock();
    try {
      return followers == 0
          && !ended
          && elsewhere.compareTo(grace) > 0
          && System.nanoTime() - unfollowedSince > grace.toNanos();
    } finally {
      lock.unlock();
    }
  }

  private void abandon() {
    lock.lock();
    try {
      lost = true;
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
