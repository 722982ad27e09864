package dev.ratchet.assistant.memory;

import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.ratchet.assistant.memory.Fusion.Fused;
import dev.ratchet.domain.Message;
import dev.ratchet.faiss.FaissSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Finds what a user said or heard before. Redis holds it; FAISS and Lucene are indexes of it, one
 * pair a user, rebuilt when they are gone. Thread-safe; methods throw {@link JedisException} while
 * Redis is gone.
 */
public final class MemoryManager implements Recall, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MemoryManager.class);

  /** What a prompt or a page can take. */
  public static final int MOST = 100;

  /** For an index of the largest size to be rewritten without what was removed. */
  private static final Duration REMOVAL = Duration.ofSeconds(30);

  /** Among the memories that fit best, the same question is one of the first. */
  private static final int ANSWERS = 20;

  private final TurnStore turns;
  private final RecallResults results;
  private final Removal removal;
  private final Embedder embedder;
  private final RecallSettings settings;
  private final IndexFolder folder;
  private final UserIndexes indexes;
  private final BackgroundEmbedding background;
  private final ExecutorService questions =
      Executors.newFixedThreadPool(
          Runtime.getRuntime().availableProcessors(),
          Thread.ofPlatform().daemon().name("recall-question-", 0).factory());
  private final ScheduledExecutorService ticks =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("recall-ticks").factory());

  /**
   * @param folder where this and other processes keep their indexes; may be deleted while none runs
   * @param modelName of the embedding model: vectors that another one made are made anew
   */
  public MemoryManager(
      UnifiedJedis redis,
      Path folder,
      Judge judge,
      EmbeddingModel model,
      String modelName,
      RecallSettings settings) {
    this.turns = new TurnStore(redis);
    this.results = new RecallResults(turns, new Judged(turns, judge));
    this.removal = new Removal(redis);
    this.settings = settings;
    VectorStore vectors = new VectorStore(redis, modelName);
    this.embedder = new Embedder(model, turns, vectors);
    ChangeLog log = new ChangeLog(redis);
    MemoryReader reader = new MemoryReader(redis, vectors);
    this.folder = IndexFolder.claim(folder);
    this.indexes =
        new UserIndexes(
            log,
            this.folder,
            userId ->
                UserIndex.open(
                    userId, this.folder.of(userId), log, reader, modelName, FaissSettings.DEFAULT),
            settings.openIndexes());
    this.background = new BackgroundEmbedding(embedder, indexes);
    var _ = ticks.scheduleWithFixedDelay(this::tick, 500, 500, TimeUnit.MILLISECONDS);
    var _ = ticks.scheduleWithFixedDelay(this::sweep, 1, 60, TimeUnit.SECONDS);
  }

  @Override
  public List<Recalled> recall(String userId, String query, RecallFilter filter, int most) {
    if (most < 1 || most > MOST) {
      throw new IllegalArgumentException("most must be from 1 to %d, was %d".formatted(MOST, most));
    }
    if (query.isBlank()) {
      return List.of();
    }
    // Made while the index takes in what is new, on a platform thread: native code computes it.
    Future<float[]> meaning = questions.submit(() -> embedder.question(query));
    @Nullable UserIndex index = indexes.current(userId, settings.patience());
    if (index == null) {
      meaning.cancel(false);
      return List.of();
    }
    List<Fused> found = index.search(query, done(meaning), filter);
    return found == null ? List.of() : results.of(userId, query, filter, found, most);
  }

  /** Without it, words alone decide. */
  private static float @Nullable [] done(Future<float[]> meaning) {
    try {
      return meaning.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } catch (ExecutionException e) {
      LOG.warn("embedding=failed error={}", String.valueOf(e.getCause()));
      return null;
    }
  }

  /**
   * The latest whole answer that the user got to the same question, for when no model can be asked.
   */
  public Optional<Turn> answered(String userId, String question) {
    return recall(userId, question, RecallFilter.ALL, ANSWERS).stream()
        .filter(one -> one.role() == Message.Role.USER && Questions.same(one.text(), question))
        .map(one -> turns.find(userId, one.turnId()))
        .flatMap(Optional::stream)
        .filter(stored -> !stored.blocked() && whole(stored.turn().answer()))
        .max(Comparator.comparingLong(StoredTurn::sequence))
        .map(StoredTurn::turn);
  }

  private static boolean whole(Message answer) {
    return !answer.content().isBlank()
        && !"true".equals(answer.metadata().get("partial"))
        && !answer.metadata().containsKey("degraded");
  }

  /** The memories themselves, newest first. */
  public List<Recalled> list(String userId, RecallFilter filter, int offset, int limit) {
    if (offset < 0 || limit < 1 || limit > Sessions.LONGEST_PAGE) {
      throw new IllegalArgumentException(
          "offset must not be negative, and limit must be from 1 to " + Sessions.LONGEST_PAGE);
    }
    String sessionId = filter.sessionId();
    if (sessionId != null && !Ids.valid(sessionId)) {
      return List.of();
    }
    return results.newest(userId, filter, offset, limit);
  }

  /** Removes a turn from Redis, indexes and caches. Returns whether it was there. */
  public boolean delete(String userId, String turnId) {
    boolean there = removal.turn(userId, turnId);
    if (there) {
      removed(userId);
    }
    return there;
  }

  /**
   * Takes what is no longer in Redis out of this process's indexes of the user; returns when no
   * file of theirs holds it. Other processes do so within a second, or where the user's index is
   * not in use, delete it within a minute or so.
   */
  public void removed(String userId) {
    if (!indexes.knows(userId)) {
      return;
    }
    try {
      indexes.current(userId, REMOVAL);
    } catch (RuntimeException e) {
      // It is gone from Redis; the index follows at the next tick that can.
      LOG.warn("removal=later error={}", e.toString());
    }
  }

  @Override
  public void added(String userId) {
    background.added(userId);
  }

  private void tick() {
    try {
      indexes.follow();
      background.abandoned(settings.abandoned());
      indexes.tidy();
    } catch (JedisException gone) {
      // Nothing can have changed.
    } catch (IOException | RuntimeException e) {
      LOG.warn("tick=failed error={}", e.toString());
    }
  }

  private void sweep() {
    try {
      folder.sweep();
    } catch (IOException | RuntimeException e) {
      LOG.warn("sweep=failed error={}", e.toString());
    }
  }

  /** Saves the indexes. */
  @Override
  public void close() {
    ticks.shutdownNow();
    background.close();
    questions.shutdownNow();
    indexes.close();
    folder.close();
  }
}
