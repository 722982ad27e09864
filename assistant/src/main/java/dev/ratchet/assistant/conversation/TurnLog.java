package dev.ratchet.assistant.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ratchet.assistant.memory.UserKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import redis.clients.jedis.UnifiedJedis;

/**
 * The turns under way, in Redis: who works on each, and its events. Who works on a turn holds a
 * lease of {@link #LEASE}, renewed with every write; when the lease runs out another process may
 * take the turn over, and the former one is refused from then on. Thread-safe; methods throw {@link
 * redis.clients.jedis.exceptions.JedisException} while Redis is gone.
 */
final class TurnLog {
  /** Longer than a collection of garbage or a slow disk; with the sweep's step below 5 s. */
  static final Duration LEASE = Duration.ofSeconds(3);

  /** How long the events of an ended turn can be read again. */
  static final Duration RETENTION = Duration.ofMinutes(10);

  /** The turns under way of all users, so that those of a dead process are found. */
  private static final String RUNNING = "ratchet:{chat}:running";

  private static final String NOW =
      """
      local t = redis.call('TIME')
      local now = t[1] * 1000 + math.floor(t[2] / 1000)
      """;

  private static final String BEGIN =
      NOW
          + """
          if redis.call('EXISTS', KEYS[1]) == 1 then return 'known' end
          local busy = redis.call('GET', KEYS[2])
          if busy and busy ~= ARGV[4] then return 'busy' end
          redis.call('SET', KEYS[2], ARGV[4], 'PX', ARGV[2])
          redis.call('HSET', KEYS[1], 'owner', ARGV[1], 'until', now + ARGV[2], 'followed', now,
            'order', KEYS[2], 'begun', ARGV[3], 'state', 'running')
          redis.call('PEXPIRE', KEYS[1], ARGV[5])
          return 'begun'
          """;

  /**
   * An event that is written again, after an answer that was lost, is refused and there already.
   */
  private static final String APPEND =
      NOW
          + """
          if redis.call('HGET', KEYS[1], 'owner') ~= ARGV[1] then return {'lost', 0} end
          redis.call('HSET', KEYS[1], 'until', now + ARGV[2])
          if redis.call('GET', KEYS[3]) == ARGV[5] then redis.call('PEXPIRE', KEYS[3], ARGV[2]) end
          for i = 6, #ARGV, 3 do
            redis.pcall('XADD', KEYS[2], ARGV[i] .. '-0', 'type', ARGV[i + 1], 'json', ARGV[i + 2])
          end
          if #ARGV > 5 then redis.call('PEXPIRE', KEYS[2], ARGV[3]) end
          redis.call('PEXPIRE', KEYS[1], ARGV[3])
          if ARGV[4] == 'ended' then
            redis.call('HSET', KEYS[1], 'state', 'ended', 'owner', '')
            if redis.call('GET', KEYS[3]) == ARGV[5] then redis.call('DEL', KEYS[3]) end
          end
          local stop = redis.call('HGET', KEYS[1], 'stop')
          return {stop and 'stop' or 'on', now - redis.call('HGET', KEYS[1], 'followed')}
          """;

  private static final String TAKE =
      NOW
          + """
          local known = redis.call('HMGET', KEYS[1], 'state', 'until')
          if known[1] ~= 'running' or tonumber(known[2]) >= now then return 0 end
          redis.call('HSET', KEYS[1], 'owner', ARGV[1], 'until', now + ARGV[2])
          return 1
          """;

  private static final String FOLLOWED =
      NOW
          + """
          if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
          redis.call('HSET', KEYS[1], 'followed', now)
          return 1
          """;

  private static final String STOP =
      """
      if redis.call('HGET', KEYS[1], 'state') ~= 'running' then return 0 end
      redis.call('HSET', KEYS[1], 'stop', '1')
      return 1
      """;

  private final UnifiedJedis redis;

  TurnLog(UnifiedJedis redis) {
    this.redis = redis;
  }

  /** What came of an attempt to begin. */
  enum Begin {
    BEGUN,
    /** This turn is under way, or ended a moment ago. */
    KNOWN,
    /** Another turn of the same session is under way. */
    BUSY
  }

  /**
   * An event as it lies in the log.
   *
   * @param number 1 for the first
   */
  record Entry(long number, String type, String json) {
    boolean last() {
      return type.equals("done") || type.equals("error");
    }
  }

  /**
   * What a writer is told.
   *
   * @param lost whether another process has the turn now
   * @param stop whether somebody asked for its end
   * @param unfollowed since when nobody on another process has followed it
   */
  record Answer(boolean lost, boolean stop, Duration unfollowed) {}

  /**
   * @param begun the question, for whoever has to end the turn
   */
  Begin begin(TurnKey turn, String owner, String sessionId, String begun) {
    redis.sadd(RUNNING, member(turn));
    Object answer =
        redis.eval(
            BEGIN,
            List.of(turn.redis("state"), order(turn, sessionId)),
            List.of(owner, millis(LEASE), begun, turn.turnId(), millis(RETENTION)));
    return switch (answer.toString()) {
      case "begun" -> Begin.BEGUN;
      case "busy" -> Begin.BUSY;
      default -> Begin.KNOWN;
    };
  }

  /** Appends, renews the lease, and says what others want. */
  Answer append(TurnKey turn, String owner, String sessionId, List<Entry> entries, boolean ended) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(
        List.of(
            owner, millis(LEASE), millis(RETENTION), ended ? "ended" : "running", turn.turnId()));
    for (Entry entry : entries) {
      arguments.addAll(List.of(Long.toString(entry.number()), entry.type(), entry.json()));
    }
    List<?> answer =
        (List<?>)
            redis.eval(
                APPEND,
                List.of(turn.redis("state"), turn.redis("events"), order(turn, sessionId)),
                arguments);
    String word = answer.get(0).toString();
    if (ended) {
      redis.srem(RUNNING, member(turn));
    }
    return new Answer(
        word.equals("lost"),
        word.equals("stop"),
        Duration.ofMillis(Long.parseLong(answer.get(1).toString())));
  }

  /** Takes a turn whose worker is silent. Returns whether this process has it now. */
  boolean take(TurnKey turn, String owner) {
    return "1"
        .equals(
            redis
                .eval(TAKE, List.of(turn.redis("state")), List.of(owner, millis(LEASE)))
                .toString());
  }

  /** The question of a turn that is known. */
  Optional<JsonNode> begun(TurnKey turn) {
    return Optional.ofNullable(redis.hget(turn.redis("state"), "begun")).map(ChatEvent.Codec::tree);
  }

  boolean known(TurnKey turn) {
    return redis.exists(turn.redis("state"));
  }

  List<Entry> read(TurnKey turn, long after, int most) {
    return redis.xrange(turn.redis("events"), "(" + after + "-0", "+", most).stream()
        .map(
            entry -> {
              Map<String, String> fields = entry.getFields();
              return new Entry(
                  entry.getID().getTime(),
                  fields.getOrDefault("type", ""),
                  fields.getOrDefault("json", "{}"));
            })
        .toList();
  }

  /** Says that somebody follows on a process that does not work on the turn. */
  void followed(TurnKey turn) {
    redis.eval(FOLLOWED, List.of(turn.redis("state")), List.of());
  }

  /** Asks for the end of a turn. Returns whether it was under way. */
  boolean stop(TurnKey turn) {
    return "1".equals(redis.eval(STOP, List.of(turn.redis("state")), List.of()).toString());
  }

  List<TurnKey> running() {
    return redis.smembers(RUNNING).stream()
        .map(member -> member.split(" ", 2))
        .map(parts -> new TurnKey(parts[1], parts[0]))
        .toList();
  }

  /** Forgets that a turn is under way. */
  void forget(TurnKey turn) {
    redis.srem(RUNNING, member(turn));
  }

  /** A turn's id holds no blank; a user's may. */
  private static String member(TurnKey turn) {
    return turn.turnId() + " " + turn.userId();
  }

  private static String order(TurnKey turn, String sessionId) {
    return UserKeys.of(turn.userId()).prefix() + "chat-order:" + sessionId;
  }

  private static String millis(Duration duration) {
    return Long.toString(duration.toMillis());
  }
}
