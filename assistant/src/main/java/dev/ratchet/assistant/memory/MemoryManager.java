package dev.ratchet.assistant.memory;

import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.ratchet.assistant.memory.Fusion.Fused;
import dev.ratchet.domain.Message;
import dev.ratchet.faiss.FaissSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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

  private static final int PAGE = 200;

  /** Among the memories that fit best, the same question is one of the first. */
  private static final int ANSWERS = 20;

  private final TurnStore turns;
  private final Judged judged;
  private final Removal removal;
  private final Embedder embedder;
  private final RecallSettings settings;
  private final IndexFolder folder;
  private final UserIndexes indexes;
  private final RecallAnalyzer analyzer = new RecallAnalyzer();
  private final ExecutorService questions =
      Executors.newFixedThreadPool(
          Runtime.getRuntime().availableProcessors(),
          Thread.ofPlatform().daemon().name("recall-question-", 0).factory());
  private final ExecutorService embedding =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("recall-embedding").factory());
  private final ScheduledExecutorService ticks =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("recall-ticks").factory());
  private final Set<String> embeddingNow = ConcurrentHashMap.newKeySet();

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
    this.judged = new Judged(turns, judge);
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
    @Nullable UserIndex index = indexes.current(userId, settings.patience());
    if (index == null) {
      return List.of();
    }
    List<Fused> found = index.search(query, meaning(query), filter);
    return found == null ? List.of() : told(userId, query, filter, found, most);
  }

  /** Computed on a platform thread; without it, words alone decide. */
  private float @Nullable [] meaning(String query) {
    try {
      return questions.submit(() -> embedder.question(query)).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } catch (ExecutionException e) {
      LOG.warn("embedding=failed error={}", String.valueOf(e.getCause()));
      return null;
    }
  }

  /** Texts come from Redis, so that nothing is told that is no longer there or was blocked. */
  private List<Recalled> told(
      String userId, String query, RecallFilter filter, List<Fused> found, int most) {
    Set<String> stems = new HashSet<>();
    analyzer.words(query).forEach(word -> stems.add(word.stem()));
    List<Recalled> told = new ArrayList<>();
    for (int from = 0; from < found.size() && told.size() < most; from += most) {
      List<Fused> some = found.subList(from, Math.min(from + most, found.size()));
      Map<String, StoredTurn> stored = stored(userId, some);
      for (Fused one : some) {
        StoredTurn turn = stored.get(Turn.turnOf(one.id()));
        if (turn != null && told.size() < most) {
          Message message = turn.message(one.id());
          if (!turn.blocks(message)
              && filter.fits(message.sessionId(), message.timestamp().toEpochMilli())) {
            told.add(recalled(turn, message, one.score(), why(one, stems, message.content())));
          }
        }
      }
    }
    return told;
  }

  private Map<String, StoredTurn> stored(String userId, List<Fused> some) {
    Set<String> ids = new LinkedHashSet<>();
    some.forEach(one -> ids.add(Turn.turnOf(one.id())));
    Map<String, StoredTurn> stored = new HashMap<>();
    judged
        .current(userId, turns.find(userId, List.copyOf(ids)))
        .forEach(turn -> stored.put(turn.id(), turn));
    return stored;
  }

  private static Recalled recalled(StoredTurn turn, Message message, double score, String why) {
    return new Recalled(
        turn.id(),
        message.sessionId(),
        message.role(),
        message.content(),
        message.timestamp(),
        score,
        why);
  }

  private String why(Fused one, Set<String> stems, String text) {
    return Reasons.of(one, stems, analyzer.words(text));
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
    List<Recalled> page = new ArrayList<>();
    int skipped = 0;
    List<StoredTurn> some = turns.newest(userId, sessionId, TurnStore.LAST, PAGE);
    while (!some.isEmpty()) {
      for (StoredTurn turn : judged.current(userId, some).reversed()) {
        for (Message message : List.of(turn.turn().answer(), turn.turn().question())) {
          if (turn.blocks(message)
              || !filter.fits(message.sessionId(), message.timestamp().toEpochMilli())) {
            continue;
          }
          if (skipped < offset) {
            skipped++;
          } else {
            page.add(recalled(turn, message, 0, ""));
          }
          if (page.size() == limit) {
            return page;
          }
        }
      }
      some = turns.newest(userId, sessionId, some.getFirst().sequence(), PAGE);
    }
    return page;
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
    indexes
        .follow(userId)
        .thenAccept(index -> embedLater(userId, index.withoutVectors(Duration.ZERO)))
        .exceptionally(
            e -> {
              warn("index=behind", e);
              return null;
            });
  }

  /** One batch of a user at a time; what was added meanwhile is the next. */
  private void embedLater(String userId, List<String> turnIds) {
    if (turnIds.isEmpty() || embedding.isShutdown() || !embeddingNow.add(userId)) {
      return;
    }
    embedding.execute(
        () -> {
          if (embed(userId, turnIds)) {
            added(userId);
          } else {
            pause();
          }
        });
  }

  /** Ticks try again, and would try at once. */
  private static void pause() {
    try {
      TimeUnit.SECONDS.sleep(1);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean embed(String userId, List<String> turnIds) {
    try {
      embedder.turns(userId, turnIds);
      return true;
    } catch (RuntimeException e) {
      // A later tick finds them again.
      warn("embedding=failed", e);
      return false;
    } finally {
      embeddingNow.remove(userId);
    }
  }

  /** What fails as everything ends, or while Redis is gone, is made up for by a later tick. */
  private void warn(String what, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (!ticks.isShutdown() && !(cause instanceof JedisException)) {
      LOG.warn("{} error={}", what, failure.toString());
    }
  }

  private void tick() {
    try {
      indexes.follow();
      indexes
          .open()
          .forEach(
              (userId, index) -> embedLater(userId, index.withoutVectors(settings.abandoned())));
      indexes.tidy();
    } catch (JedisException gone) {
      // Nothing can have changed.
    } catch (IOException | RuntimeException e) {
      warn("tick=failed", e);
    }
  }

  private void sweep() {
    try {
      folder.sweep();
    } catch (IOException | RuntimeException e) {
      warn("sweep=failed", e);
    }
  }

  /** Saves the indexes. */
  @Override
  public void close() {
    ticks.shutdownNow();
    embedding.shutdownNow();
    questions.shutdownNow();
    indexes.close();
    folder.close();
  }
}
