package dev.ratchet.assistant.memory;

import dev.ratchet.assistant.memory.NotStoredException.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.ZRangeParams;

/**
 * The turns of users in Redis, each written in one step. Thread-safe; methods throw {@link
 * redis.clients.jedis.exceptions.JedisException} while Redis is gone.
 */
final class TurnStore {
  /** Above every sequence: exact as a double, which scores are. */
  static final long LAST = 1L << 53;

  /** Turns that are asked for in one round trip. */
  private static final int BATCH = 500;

  private static final String[] FIELDS = {"session", "sequence", "question", "answer", "judged"};

  /**
   * One step, so that a turn is there with all that leads to it or not at all, and of two writers
   * of the same id one wins. The first turn gives its session a title.
   */
  private static final String ADD =
      """
      local known = redis.call('HMGET', KEYS[3], 'session', 'sequence', 'question', 'answer', 'judged')
      if known[1] then return known end
      if redis.call('EXISTS', KEYS[1]) == 0 then return {'NO_SESSION'} end
      if redis.call('ZCARD', KEYS[2]) >= tonumber(ARGV[9]) then return {'SESSION_FULL'} end
      local bytes = tonumber(redis.call('HGET', KEYS[6], 'bytes') or '0')
      if redis.call('ZCARD', KEYS[4]) >= tonumber(ARGV[10]) or bytes + ARGV[7] > tonumber(ARGV[11]) then
        return {'USER_FULL'}
      end
      redis.call('HSETNX', KEYS[6], 'incarnation', ARGV[13])
      local sequence = redis.call('HINCRBY', KEYS[6], 'sequence', 1)
      redis.call('HINCRBY', KEYS[6], 'bytes', ARGV[7])
      redis.call('HSET', KEYS[3], 'session', ARGV[1], 'sequence', sequence, 'question', ARGV[3],
        'answer', ARGV[4], 'judged', ARGV[5], 'bytes', ARGV[7])
      redis.call('ZADD', KEYS[2], sequence, ARGV[2])
      redis.call('ZADD', KEYS[4], sequence, ARGV[2])
      redis.call('ZADD', KEYS[5], 'GT', ARGV[6], ARGV[1])
      if redis.call('HGET', KEYS[1], 'title') == '' then redis.call('HSET', KEYS[1], 'title', ARGV[8]) end
      redis.call('XADD', KEYS[7], 'MAXLEN', '~', ARGV[12], sequence .. '-0',
        'change', 'ADDED', 'turn', ARGV[2], 'session', ARGV[1], 'place', sequence)
      return {ARGV[1], tostring(sequence), ARGV[3], ARGV[4], ARGV[5]}
      """;

  private final UnifiedJedis redis;

  TurnStore(UnifiedJedis redis) {
    this.redis = redis;
  }

  /**
   * Writes a turn unless its id is known.
   *
   * @return what is stored under this id afterwards
   * @throws NotStoredException when it may not be stored
   */
  StoredTurn add(String userId, Turn turn, Judgement judgement, Instant now) {
    String question = MemoryJson.write(turn.question());
    String answer = MemoryJson.write(turn.answer());
    int bytes = size(question) + size(answer);
    if (bytes > MemoryBounds.TURN_BYTES) {
      throw new NotStoredException(
          Reason.TOO_LARGE,
          "a question and its answer may have %d bytes together, had %d"
              .formatted(MemoryBounds.TURN_BYTES, bytes));
    }
    UserKeys keys = UserKeys.of(userId);
    List<String> values =
        strings(
            redis.eval(
                ADD,
                List.of(
                    keys.session(turn.sessionId()),
                    keys.sessionTurns(turn.sessionId()),
                    keys.turn(turn.id()),
                    keys.turns(),
                    keys.sessions(),
                    keys.state(),
                    keys.changes()),
                List.of(
                    turn.sessionId(),
                    turn.id(),
                    question,
                    answer,
                    MemoryJson.write(judgement),
                    Long.toString(now.toEpochMilli()),
                    Integer.toString(bytes),
                    Titles.ofQuestion(turn.question().content()),
                    Integer.toString(MemoryBounds.SESSION_TURNS),
                    Integer.toString(MemoryBounds.TURNS),
                    Long.toString(MemoryBounds.BYTES),
                    Integer.toString(MemoryBounds.CHANGES),
                    UUID.randomUUID().toString())));
    if (values.size() == 1) {
      throw refusal(Reason.valueOf(values.getFirst()));
    }
    return read(turn.id(), values);
  }

  private static NotStoredException refusal(Reason reason) {
    return new NotStoredException(
        reason,
        switch (reason) {
          case NO_SESSION -> "there is no such session, or no longer";
          case SESSION_FULL ->
              "a session holds at most %d turns: begin another one"
                  .formatted(MemoryBounds.SESSION_TURNS);
          case USER_FULL ->
              "the memory is full (%d turns, %d MiB): delete sessions that are not needed"
                  .formatted(MemoryBounds.TURNS, MemoryBounds.BYTES >> 20);
          case TOO_LARGE -> throw new IllegalArgumentException("not of the script");
        });
  }

  Optional<StoredTurn> find(String userId, String turnId) {
    return Ids.valid(turnId)
        ? find(userId, List.of(turnId)).stream().findFirst()
        : Optional.empty();
  }

  /** Those of the turns that are there, in the same order. */
  List<StoredTurn> find(String userId, List<String> turnIds) {
    UserKeys keys = UserKeys.of(userId);
    List<StoredTurn> found = new ArrayList<>();
    for (int from = 0; from < turnIds.size(); from += BATCH) {
      List<String> ids = turnIds.subList(from, Math.min(from + BATCH, turnIds.size()));
      List<Response<List<String>>> answers = new ArrayList<>();
      try (AbstractPipeline pipeline = redis.pipelined()) {
        ids.forEach(id -> answers.add(pipeline.hmget(keys.turn(id), FIELDS)));
        pipeline.sync();
      }
      for (int i = 0; i < ids.size(); i++) {
        List<String> values = answers.get(i).get();
        // Deleted since its id was read, or of another session by a stale index: not there.
        if (!values.contains(null)) {
          found.add(read(ids.get(i), values));
        }
      }
    }
    return found;
  }

  /** A session's latest turns before a sequence, oldest first. */
  List<StoredTurn> before(String userId, String sessionId, long sequence, int most) {
    return newest(userId, sessionId, sequence, most);
  }

  /** A session's, or all, turns before a sequence, oldest first. */
  List<StoredTurn> newest(String userId, @Nullable String sessionId, long sequence, int most) {
    UserKeys keys = UserKeys.of(userId);
    String key = sessionId == null ? keys.turns() : keys.sessionTurns(sessionId);
    // With REV, Redis wants the greater bound first.
    ZRangeParams range = ZRangeParams.zrangeByScoreParams(sequence - 1.0, 0.0).rev().limit(0, most);
    return find(userId, redis.zrange(key, range).reversed());
  }

  /** A session's first turns after a sequence, oldest first. */
  List<StoredTurn> after(String userId, String sessionId, long sequence, int most) {
    return find(
        userId,
        redis.zrange(
            UserKeys.of(userId).sessionTurns(sessionId),
            ZRangeParams.zrangeByScoreParams(sequence + 1.0, LAST).limit(0, most)));
  }

  /** Keeps what a newer filter says of a turn, if the turn is still there. */
  void judged(String userId, String turnId, Judgement judgement) {
    redis.eval(
        "if redis.call('EXISTS', KEYS[1]) == 1 then redis.call('HSET', KEYS[1], 'judged', ARGV[1]) end",
        List.of(UserKeys.of(userId).turn(turnId)),
        List.of(MemoryJson.write(judgement)));
  }

  private static StoredTurn read(String id, List<String> values) {
    String sessionId = values.get(0);
    Turn turn =
        new Turn(
            id,
            MemoryJson.message(Turn.questionId(id), sessionId, values.get(2)),
            MemoryJson.message(Turn.answerId(id), sessionId, values.get(3)));
    return new StoredTurn(turn, Long.parseLong(values.get(1)), MemoryJson.judgement(values.get(4)));
  }

  private static int size(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  static List<String> strings(Object answer) {
    return ((List<?>) answer).stream().map(String::valueOf).toList();
  }
}
