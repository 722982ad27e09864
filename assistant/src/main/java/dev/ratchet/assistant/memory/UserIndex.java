package dev.ratchet.assistant.memory;

import dev.ratchet.assistant.memory.ChangeLog.Change;
import dev.ratchet.assistant.memory.ChangeLog.Changes;
import dev.ratchet.assistant.memory.ChangeLog.Kind;
import dev.ratchet.assistant.memory.ChangeLog.Mark;
import dev.ratchet.assistant.memory.Fusion.Fused;
import dev.ratchet.assistant.memory.MessageIndex.Lists;
import dev.ratchet.faiss.FaissSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * The index of one user's messages, which follows what Redis holds. Everything but {@link #search}
 * runs on platform threads. Thread-safe.
 */
final class UserIndex implements AutoCloseable {
  /** Part of each mark: an index that another build wrote otherwise is made anew. */
  private static final String FORMAT = "1";

  /** Saved so often while it changes; a start after a kill catches up with what came after. */
  private static final Duration SAVED_EVERY = Duration.ofSeconds(30);

  private final String userId;
  private final ChangeLog log;
  private final MemoryReader reader;
  private final String model;
  private final MessageIndex index;
  private final ReentrantLock writing = new ReentrantLock();
  private final ReentrantReadWriteLock open = new ReentrantReadWriteLock();
  private final Map<String, Instant> withoutVectors = new ConcurrentHashMap<>();
  private volatile Mark at;
  private Mark saved;
  private Instant savedAt = Instant.now();
  private volatile boolean stopping;
  private boolean closed;

  private UserIndex(
      String userId, ChangeLog log, MemoryReader reader, String model, MessageIndex index) {
    this.userId = userId;
    this.log = log;
    this.reader = reader;
    this.model = model;
    this.index = index;
    this.at = parse(index.mark());
    this.saved = at;
  }

  static UserIndex open(
      String userId,
      Path folder,
      ChangeLog log,
      MemoryReader reader,
      String model,
      FaissSettings settings) {
    return new UserIndex(userId, log, reader, model, MessageIndex.open(folder, settings));
  }

  private String text(Mark mark) {
    return String.join("\n", FORMAT, model, mark.incarnation(), Long.toString(mark.sequence()));
  }

  private Mark parse(String text) {
    return text.startsWith(FORMAT + "\n" + model + "\n") ? mark(text) : Mark.NONE;
  }

  /** How far an index had come that was saved, whatever made it. */
  static Mark mark(String text) {
    String[] parts = text.split("\n", -1);
    return parts.length == 4 ? new Mark(parts[2], Long.parseLong(parts[3])) : Mark.NONE;
  }

  /** Messages that it holds. */
  int size() {
    return index.size();
  }

  /** How far it has come. */
  Mark at() {
    return at;
  }

  /** Takes in what changed since; after that it holds all that was acknowledged before the call. */
  void catchUp() {
    writing.lock();
    try {
      if (closed) {
        return;
      }
      Changes changes = log.since(userId, at);
      if (!changes.complete() || (at.equals(Mark.NONE) && index.size() > 0)) {
        rebuild(changes.until());
      } else if (!changes.all().isEmpty()) {
        apply(changes);
      }
    } finally {
      writing.unlock();
    }
  }

  private void rebuild(Mark until) {
    // Until it is whole it is nothing: Redis may go in between.
    at = Mark.NONE;
    index.clear();
    withoutVectors.clear();
    reader.each(userId, this::put);
    index.refresh();
    at = until;
    // What was there before is on disk until then.
    purge();
  }

  private void apply(Changes changes) {
    Set<String> added = new LinkedHashSet<>();
    Set<String> embedded = new LinkedHashSet<>();
    List<Change> moved = new ArrayList<>();
    boolean removed = false;
    for (Change change : changes.all()) {
      switch (change.kind()) {
        case ADDED -> added.add(change.turnId());
        case EMBEDDED -> embedded.add(change.turnId());
        case REMOVED -> {
          index.remove(messages(List.of(change.turnId())));
          withoutVectors.remove(change.turnId());
          removed = true;
        }
      }
      if (change.kind() != Kind.EMBEDDED) {
        moved.add(change);
      }
    }
    added.addAll(reader.beside(userId, moved));
    put(reader.find(userId, added));
    embedded.removeAll(added);
    reader.vectors(userId, embedded).forEach(this::putVectors);
    if (!moved.isEmpty()) {
      index.refresh();
    }
    at = changes.until();
    if (removed) {
      purge();
    }
  }

  private void put(Collection<MemoryEntry> entries) {
    if (stopping) {
      throw new CancellationException("the index is being closed");
    }
    index.put(entries);
    for (MemoryEntry entry : entries) {
      if (entry.vectors() == null) {
        Instant said = Instant.ofEpochMilli(entry.atMillis());
        Instant now = Instant.now();
        withoutVectors.putIfAbsent(Turn.turnOf(entry.id()), said.isBefore(now) ? said : now);
      } else {
        withoutVectors.remove(Turn.turnOf(entry.id()));
      }
    }
  }

  private void putVectors(String turnId, TurnVectors vectors) {
    index.putVectors(Turn.questionId(turnId), vectors.question());
    index.putVectors(Turn.answerId(turnId), vectors.answer());
    withoutVectors.remove(turnId);
  }

  private static List<String> messages(Collection<String> turnIds) {
    return turnIds.stream()
        .flatMap(id -> List.of(Turn.questionId(id), Turn.answerId(id)).stream())
        .toList();
  }

  private void purge() {
    index.purge(text(at));
    saved = at;
    savedAt = Instant.now();
  }

  /** Writes it to disk, if it changed since it was. */
  void save() {
    writing.lock();
    try {
      if (!closed && !at.equals(Mark.NONE) && !saved.equals(at)) {
        index.save(text(at));
        saved = at;
        savedAt = Instant.now();
      }
    } finally {
      writing.unlock();
    }
  }

  /** Writes it to disk, if it changed and was not written for a while. */
  void saveSometimes() {
    writing.lock();
    try {
      if (savedAt.plus(SAVED_EVERY).isBefore(Instant.now())) {
        save();
      }
    } finally {
      writing.unlock();
    }
  }

  /** Turns that have had no vectors for so long, the latest first. */
  List<String> withoutVectors(Duration age) {
    Instant limit = Instant.now().minus(age);
    return withoutVectors.entrySet().stream()
        .filter(entry -> !entry.getValue().isAfter(limit))
        .sorted(Map.Entry.<String, Instant>comparingByValue().reversed())
        .map(Map.Entry::getKey)
        .toList();
  }

  /**
   * What fits, the best first.
   *
   * @return null when it was closed meanwhile
   */
  @Nullable List<Fused> search(String text, float @Nullable [] vector, RecallFilter filter) {
    open.readLock().lock();
    try {
      return closed ? null : index.search(text, vector, filter, Lists.ALL);
    } finally {
      open.readLock().unlock();
    }
  }

  /** Ends what takes long: the index is about to be closed, and half of one is worth nothing. */
  void stop() {
    stopping = true;
  }

  /** When the searches under way have ended. What was not saved is taken from Redis again. */
  @Override
  public void close() {
    writing.lock();
    open.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        index.close();
      }
    } finally {
      open.writeLock().unlock();
      writing.unlock();
    }
  }
}
