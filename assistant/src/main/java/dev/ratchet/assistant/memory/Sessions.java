package dev.ratchet.assistant.memory;

import dev.ratchet.assistant.memory.NotStoredException.Reason;
import dev.ratchet.domain.ConversationSession;
import dev.ratchet.domain.Message;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.ZRangeParams;

/**
 * The sessions of users, in Redis. What is another user's is not there: every method names the user
 * whose partition it looks into. Thread-safe; methods throw {@link
 * redis.clients.jedis.exceptions.JedisException} while Redis is gone.
 */
public final class Sessions {
  /** An answer that a client can still show. */
  public static final int LONGEST_PAGE = 500;

  private static final String OPEN =
      """
      if redis.call('EXISTS', KEYS[1]) == 1 then return 'KNOWN' end
      if redis.call('ZCARD', KEYS[2]) >= tonumber(ARGV[4]) then return 'USER_FULL' end
      redis.call('HSET', KEYS[1], 'title', ARGV[2], 'created', ARGV[3])
      redis.call('ZADD', KEYS[2], ARGV[3], ARGV[1])
      return 'MADE'
      """;

  private static final String RENAME =
      """
      if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
      redis.call('HSET', KEYS[1], 'title', ARGV[1])
      return 1
      """;

  private final UnifiedJedis redis;
  private final InstantSource clock;
  private final Consumer<String> removed;
  private final TurnStore turns;
  private final Removal removal;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param removed hears of a user of whom something was removed from Redis, before the removal
   *     returns: {@link MemoryManager#removed} takes it out of this process's indexes
   */
  public Sessions(UnifiedJedis redis, InstantSource clock, Consumer<String> removed) {
    this.redis = redis;
    this.clock = clock;
    this.removed = removed;
    this.turns = new TurnStore(redis);
    this.removal = new Removal(redis);
  }

  /**
   * Makes a session; an empty title is replaced by the first question's beginning.
   *
   * @throws NotStoredException when the user has as many as one may have
   */
  public ConversationSession create(String userId, String title) {
    byte[] id = new byte[10];
    random.nextBytes(id);
    return open(userId, HexFormat.of().formatHex(id), title);
  }

  /**
   * Finds the session with an id that the caller chose, or makes it.
   *
   * @throws IllegalArgumentException when the id is none
   * @throws NotStoredException when the user has as many as one may have
   */
  public ConversationSession open(String userId, String sessionId, String title) {
    Ids.require(sessionId, "a session's id");
    UserKeys keys = UserKeys.of(userId);
    Instant now = Instant.ofEpochMilli(clock.millis());
    String shown = Titles.clean(title);
    Object answer =
        redis.eval(
            OPEN,
            List.of(keys.session(sessionId), keys.sessions()),
            List.of(
                sessionId,
                shown,
                Long.toString(now.toEpochMilli()),
                Integer.toString(MemoryBounds.SESSIONS)));
    if (answer.equals("USER_FULL")) {
      throw new NotStoredException(
          Reason.USER_FULL,
          "there are %d sessions already: delete some".formatted(MemoryBounds.SESSIONS));
    }
    ConversationSession made =
        new ConversationSession(sessionId, userId, shown, now, now, List.of(), "");
    return answer.equals("MADE") ? made : find(userId, sessionId).orElse(made);
  }

  /** Without its messages. */
  public Optional<ConversationSession> find(String userId, String sessionId) {
    return Ids.valid(sessionId)
        ? read(userId, List.of(sessionId)).stream().findFirst()
        : Optional.empty();
  }

  /** With all its messages. */
  public Optional<ConversationSession> load(String userId, String sessionId) {
    return find(userId, sessionId)
        .map(
            session ->
                new ConversationSession(
                    session.id(),
                    session.userId(),
                    session.title(),
                    session.createdAt(),
                    session.lastActivityAt(),
                    messages(turns.after(userId, sessionId, 0, MemoryBounds.SESSION_TURNS)),
                    session.summary()));
  }

  /** The most recently active first, without their messages. */
  public List<ConversationSession> list(String userId, int offset, int limit) {
    int most = page(limit);
    if (offset < 0) {
      throw new IllegalArgumentException("offset must not be negative, was " + offset);
    }
    return read(
        userId,
        redis.zrange(
            UserKeys.of(userId).sessions(),
            ZRangeParams.zrangeParams(offset, (long) offset + most - 1).rev()));
  }

  /** How many sessions the user has. */
  public long count(String userId) {
    return redis.zcard(UserKeys.of(userId).sessions());
  }

  /** Returns whether there was such a session. */
  public boolean rename(String userId, String sessionId, String title) {
    return Ids.valid(sessionId)
        && redis
            .eval(
                RENAME,
                List.of(UserKeys.of(userId).session(sessionId)),
                List.of(Titles.clean(title)))
            .equals(1L);
  }

  /** Removes what was said, everywhere; the session stays. */
  public boolean clear(String userId, String sessionId) {
    return tell(userId, removal.content(userId, sessionId));
  }

  /** Removes the session and all that was said in it: from Redis, indexes and caches. */
  public boolean delete(String userId, String sessionId) {
    return tell(userId, removal.session(userId, sessionId));
  }

  private boolean tell(String userId, boolean done) {
    if (done) {
      removed.accept(userId);
    }
    return done;
  }

  /**
   * A page of messages, oldest first.
   *
   * @param before id of a message that the page ends before; null for the last page. A page after a
   *     message that is gone is empty
   */
  public List<Message> history(
      String userId, String sessionId, @Nullable String before, int limit) {
    int most = page(limit);
    if (!Ids.valid(sessionId)) {
      return List.of();
    }
    long sequence = TurnStore.LAST;
    List<Message> page = new ArrayList<>();
    if (before != null) {
      Optional<StoredTurn> turn =
          turns
              .find(userId, Turn.turnOf(before))
              .filter(found -> found.turn().sessionId().equals(sessionId));
      if (turn.isEmpty()) {
        return List.of();
      }
      sequence = turn.get().sequence();
      if (before.equals(turn.get().turn().answer().id())) {
        page.add(turn.get().turn().question());
      }
    }
    int wanted = (most - page.size() + 1) / 2;
    page.addAll(0, messages(turns.before(userId, sessionId, sequence, wanted)));
    return List.copyOf(page.subList(Math.max(0, page.size() - most), page.size()));
  }

  private static List<Message> messages(List<StoredTurn> turns) {
    return turns.stream()
        .flatMap(stored -> List.of(stored.turn().question(), stored.turn().answer()).stream())
        .toList();
  }

  private List<ConversationSession> read(String userId, List<String> ids) {
    UserKeys keys = UserKeys.of(userId);
    List<Response<Map<String, String>>> facts = new ArrayList<>();
    List<Response<Double>> active = new ArrayList<>();
    List<Response<String>> summaries = new ArrayList<>();
    try (AbstractPipeline pipeline = redis.pipelined()) {
      for (String id : ids) {
        facts.add(pipeline.hgetAll(keys.session(id)));
        active.add(pipeline.zscore(keys.sessions(), id));
        summaries.add(pipeline.lindex(keys.summaries(id), -1));
      }
      pipeline.sync();
    }
    List<ConversationSession> sessions = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      Map<String, String> hash = facts.get(i).get();
      Double last = active.get(i).get();
      if (hash.containsKey("created") && last != null) {
        sessions.add(session(userId, ids.get(i), hash, last, summaries.get(i).get()));
      }
    }
    return sessions;
  }

  private static ConversationSession session(
      String userId, String id, Map<String, String> hash, double last, @Nullable String summary) {
    return new ConversationSession(
        id,
        userId,
        hash.getOrDefault("title", ""),
        Instant.ofEpochMilli(Long.parseLong(hash.getOrDefault("created", "0"))),
        Instant.ofEpochMilli((long) last),
        List.of(),
        summary == null ? "" : Summary.read(summary).text());
  }

  private static int page(int limit) {
    if (limit < 1 || limit > LONGEST_PAGE) {
      throw new IllegalArgumentException(
          "limit must be from 1 to %d, was %d".formatted(LONGEST_PAGE, limit));
    }
    return limit;
  }
}
