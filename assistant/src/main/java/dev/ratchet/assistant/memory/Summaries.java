package dev.ratchet.assistant.memory;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.SetParams;

/**
 * The running summaries of sessions. Each is made of the one before and of the turns that have
 * grown old since; the turns themselves stay. When the model fails, all is as before and the next
 * turn tries again. Thread-safe.
 */
public final class Summaries implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Summaries.class);

  /** As long as a small model on a slow machine takes for one summary. */
  private static final long LEASE_MILLIS = 180_000;

  /** Calls for one session in a row: what is left is taken up after its next turn. */
  private static final int ROUNDS = 20;

  /** Sessions that wait here: the next turn of one that found no place asks again. */
  private static final int WAITING = 1_000;

  /**
   * Appends a summary if it was made of what is still so: the summary before is the last one, and
   * no turn was removed.
   */
  private static final String APPEND =
      """
      if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
      if (redis.call('HGET', KEYS[1], 'epoch') or '0') ~= ARGV[1] then return 0 end
      if redis.call('LLEN', KEYS[2]) ~= tonumber(ARGV[2]) then return 0 end
      redis.call('RPUSH', KEYS[2], ARGV[3])
      return 1
      """;

  private static final String RELEASE =
      "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0";

  private final UnifiedJedis redis;
  private final TurnStore turns;
  private final Judged judged;
  private final Judge judge;
  private final InstantSource clock;
  private final SummaryPrompt prompt;
  private final Summarizer summarizer;
  private final BooleanSupplier enabled;
  private final ExecutorService background =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("summaries").factory());
  private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();

  private record Waiting(String userId, String sessionId) {}

  /**
   * @param enabled asked before each summary: it can be switched off at any time
   */
  public Summaries(
      UnifiedJedis redis,
      InstantSource clock,
      Judge judge,
      TokenCounter tokens,
      DataFence fence,
      SummarySettings settings,
      Summarizer summarizer,
      BooleanSupplier enabled) {
    this.redis = redis;
    this.turns = new TurnStore(redis);
    this.judged = new Judged(turns, judge);
    this.judge = judge;
    this.clock = clock;
    this.prompt = new SummaryPrompt(tokens, fence, settings);
    this.summarizer = summarizer;
    this.enabled = enabled;
  }

  /** All summaries of a session, each made of the one before; the last one is in force. */
  public List<Summary> all(String userId, String sessionId) {
    return Ids.valid(sessionId)
        ? redis.lrange(UserKeys.of(userId).summaries(sessionId), 0, -1).stream()
            .map(Summary::read)
            .toList()
        : List.of();
  }

  /** The summary in force, if the filter of today lets it pass. */
  Optional<Summary> current(String userId, String sessionId) {
    return Optional.ofNullable(redis.lindex(UserKeys.of(userId).summaries(sessionId), -1))
        .map(Summary::read)
        .filter(this::allowed);
  }

  private boolean allowed(Summary summary) {
    return summary.version().equals(judge.version()) || judged.allows(summary.text());
  }

  /** Summarises in the background, when there is enough to summarise. Returns at once. */
  void later(String userId, String sessionId) {
    Waiting one = new Waiting(userId, sessionId);
    if (!enabled.getAsBoolean() || waiting.size() >= WAITING || !waiting.add(one)) {
      return;
    }
    try {
      background.execute(() -> quietly(one));
    } catch (RejectedExecutionException closed) {
      waiting.remove(one);
    }
  }

  private void quietly(Waiting one) {
    waiting.remove(one);
    try {
      summarize(one.userId(), one.sessionId());
    } catch (RuntimeException e) {
      if (!background.isShutdown()) {
        LOG.warn("summary=failed session={} error={}", one.sessionId(), e.getClass().getName());
      }
    }
  }

  /** One after the other until nothing is left to do. */
  boolean summarize(String userId, String sessionId) {
    Ids.require(sessionId, "a session's id");
    String lease = UserKeys.of(userId).summarizing(sessionId);
    String mine = UUID.randomUUID().toString();
    boolean some = false;
    for (int round = 0; round < ROUNDS; round++) {
      if (!enabled.getAsBoolean()
          || redis.set(lease, mine, SetParams.setParams().nx().px(LEASE_MILLIS)) == null) {
        return some;
      }
      try {
        switch (once(userId, sessionId)) {
          case NOTHING_OLD -> {
            return some;
          }
          case STORED -> some = true;
          case OVERTAKEN -> LOG.debug("summary=overtaken session={}", sessionId);
        }
      } finally {
        redis.eval(RELEASE, List.of(lease), List.of(mine));
      }
    }
    return some;
  }

  private enum Outcome {
    NOTHING_OLD,
    STORED,
    /** What it was made of changed meanwhile. */
    OVERTAKEN
  }

  private Outcome once(String userId, String sessionId) {
    UserKeys keys = UserKeys.of(userId);
    String epoch = epoch(redis.hgetAll(keys.session(sessionId)));
    long length = redis.llen(keys.summaries(sessionId));
    @Nullable Summary last =
        Optional.ofNullable(redis.lindex(keys.summaries(sessionId), -1))
            .map(Summary::read)
            .orElse(null);
    long through = last == null ? 0 : last.through();
    List<StoredTurn> recent =
        judged.current(userId, turns.after(userId, sessionId, through, MemoryBounds.SUMMARY_TURNS));
    List<StoredTurn> old = prompt.old(recent);
    if (old.isEmpty()) {
      return Outcome.NOTHING_OLD;
    }
    String text = prompt.within(summarizer.summarize(prompt.of(last, old)));
    if (text.isBlank() || !judged.allows(text)) {
      throw new IllegalStateException("the summary is empty or blocked by the filter");
    }
    Summary made =
        new Summary(
            text,
            old.getLast().sequence(),
            old.stream().map(StoredTurn::id).toList(),
            clock.instant(),
            judge.version());
    Object appended =
        redis.eval(
            APPEND,
            List.of(keys.session(sessionId), keys.summaries(sessionId)),
            List.of(epoch, Long.toString(length), made.write()));
    return appended.equals(1L) ? Outcome.STORED : Outcome.OVERTAKEN;
  }

  private static String epoch(Map<String, String> session) {
    return session.getOrDefault("epoch", "0");
  }

  /** What is under way ends with the model's call; nothing of it is stored after that. */
  @Override
  public void close() {
    background.shutdownNow();
  }
}
