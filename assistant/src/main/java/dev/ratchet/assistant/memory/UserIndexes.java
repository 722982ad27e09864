package dev.ratchet.assistant.memory;

import dev.ratchet.assistant.memory.ChangeLog.Change;
import dev.ratchet.assistant.memory.ChangeLog.Changes;
import dev.ratchet.assistant.memory.ChangeLog.Kind;
import dev.ratchet.assistant.memory.ChangeLog.Mark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.apache.lucene.store.AlreadyClosedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The indexes of the users who talk now. All work on them is done by two platform threads: an
 * interrupt of a caller, as when a client leaves, would close Lucene's files, and native code would
 * hold a virtual thread's carrier. Thread-safe.
 */
final class UserIndexes implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UserIndexes.class);

  /** One builds a large index anew while the other serves everybody else. */
  private static final int THREADS = 2;

  /** In memory at once, with some 3 KB each; one user alone may have more. */
  private static final int MESSAGES = 200_000;

  /** Folders of users who do not talk now that are looked at in one second. */
  private static final int LOOKED_AT = 20;

  private final ChangeLog log;
  private final IndexFolder folder;
  private final Function<String, UserIndex> opening;
  private final int most;
  private final ExecutorService writers =
      Executors.newFixedThreadPool(
          THREADS, Thread.ofPlatform().daemon().name("recall-index-", 0).factory());
  private final ReentrantLock lock = new ReentrantLock();
  private final LinkedHashMap<String, UserIndex> open = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<String, CompletableFuture<UserIndex>> running = new ConcurrentHashMap<>();
  private Iterator<Path> rota = List.<Path>of().iterator();

  UserIndexes(ChangeLog log, IndexFolder folder, Function<String, UserIndex> opening, int most) {
    this.log = log;
    this.folder = folder;
    this.opening = opening;
    this.most = most;
  }

  /**
   * The user's index, which holds all that was acknowledged before the call; after the patience is
   * at its end, as far as it has come.
   *
   * @return null when there is none yet, or nothing to find in it
   */
  @Nullable UserIndex current(String userId, Duration patience) {
    Mark wanted = log.mark(userId);
    if (wanted.equals(Mark.NONE)) {
      return null;
    }
    Instant end = Instant.now().plus(patience);
    UserIndex index = find(userId);
    while (index == null || !reaches(index.at(), wanted)) {
      Duration left = Duration.between(Instant.now(), end);
      if (left.isNegative() || !await(follow(userId), left)) {
        LOG.warn("recall=behind");
        return find(userId);
      }
      index = find(userId);
    }
    return index;
  }

  private static boolean reaches(Mark at, Mark wanted) {
    return at.incarnation().equals(wanted.incarnation()) && at.sequence() >= wanted.sequence();
  }

  private static boolean await(CompletableFuture<UserIndex> following, Duration left) {
    try {
      following.get(left.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private @Nullable UserIndex find(String userId) {
    lock.lock();
    try {
      return open.get(userId);
    } finally {
      lock.unlock();
    }
  }

  /** Lets the user's index take in what changed; what is under way already is not begun twice. */
  CompletableFuture<UserIndex> follow(String userId) {
    try {
      return running.computeIfAbsent(
          userId, id -> CompletableFuture.supplyAsync(() -> following(id), writers));
    } catch (RejectedExecutionException closed) {
      return CompletableFuture.failedFuture(closed);
    }
  }

  private UserIndex following(String userId) {
    try {
      return caughtUp(userId);
    } finally {
      running.remove(userId);
    }
  }

  private UserIndex caughtUp(String userId) {
    UserIndex index = opened(userId);
    try {
      index.catchUp();
      return index;
    } catch (UncheckedIOException | AlreadyClosedException broken) {
      LOG.warn("index=broken error={}", broken.toString());
      forget(userId);
      UserIndex again = opened(userId);
      again.catchUp();
      return again;
    }
  }

  private UserIndex opened(String userId) {
    UserIndex known = find(userId);
    if (known != null) {
      return known;
    }
    // Only here, and only one at a time for a user: see follow.
    UserIndex made = opening.apply(userId);
    List<UserIndex> old = new ArrayList<>();
    lock.lock();
    try {
      open.put(userId, made);
      int messages = open.values().stream().mapToInt(UserIndex::size).sum();
      Iterator<UserIndex> eldest = open.values().iterator();
      while (open.size() > most || (messages > MESSAGES && open.size() > 1)) {
        UserIndex oldest = eldest.next();
        eldest.remove();
        messages -= oldest.size();
        old.add(oldest);
      }
    } finally {
      lock.unlock();
    }
    old.forEach(UserIndexes::shut);
    return made;
  }

  private static void shut(UserIndex index) {
    try {
      index.save();
    } catch (RuntimeException e) {
      LOG.warn("index=not-saved error={}", e.toString());
    }
    index.close();
  }

  private void forget(String userId) {
    lock.lock();
    try {
      UserIndex index = open.remove(userId);
      if (index != null) {
        index.close();
      }
    } finally {
      lock.unlock();
    }
    try {
      Folders.delete(folder.of(userId));
    } catch (IOException e) {
      throw new UncheckedIOException("a broken index cannot be deleted", e);
    }
  }

  /** Whether anything of the user may lie in memory or on disk here. */
  boolean knows(String userId) {
    return find(userId) != null || folder.has(userId);
  }

  Map<String, UserIndex> open() {
    lock.lock();
    try {
      return Map.copyOf(open);
    } finally {
      lock.unlock();
    }
  }

  /** Follows what other processes changed, and saves. */
  void follow() {
    open()
        .forEach(
            (userId, index) -> {
              if (!log.mark(userId).equals(index.at())) {
                var _ = follow(userId);
              } else {
                writers.execute(index::saveSometimes);
              }
            });
  }

  /**
   * Deletes indexes of users who do not talk now from which something has to go; some at a time.
   */
  void tidy() throws IOException {
    if (!rota.hasNext()) {
      rota = folder.users().iterator();
    }
    for (int i = 0; i < LOOKED_AT && rota.hasNext(); i++) {
      Path own = rota.next();
      String userId = IndexFolder.user(own).orElse("");
      if (userId.isEmpty() || (find(userId) == null && stale(userId, own))) {
        writers.execute(() -> delete(userId, own));
      }
    }
  }

  private boolean stale(String userId, Path own) {
    Changes changes = log.since(userId, UserIndex.mark(MessageIndex.mark(own)));
    return !changes.complete()
        || changes.all().stream().map(Change::kind).anyMatch(Kind.REMOVED::equals);
  }

  private void delete(String userId, Path own) {
    if (find(userId) != null || running.containsKey(userId)) {
      return;
    }
    try {
      Folders.delete(own);
    } catch (IOException e) {
      LOG.warn("index=not-deleted error={}", e.toString());
    }
  }

  @Override
  public void close() {
    writers.shutdown();
    open().values().forEach(UserIndex::stop);
    try {
      if (!writers.awaitTermination(10, TimeUnit.SECONDS)) {
        LOG.warn("index=still-busy");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    open().values().forEach(UserIndexes::shut);
  }
}
