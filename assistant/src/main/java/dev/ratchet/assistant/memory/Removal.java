package dev.ratchet.assistant.memory;

import java.util.List;
import redis.clients.jedis.UnifiedJedis;

/**
 * Removes turns with everything that was made of them: their vectors and judgements, which lie with
 * them, and the summaries that cover them. Each call is one step.
 */
final class Removal {
  /**
   * A summary is made of the one before and the turns up to its "through": so those that know a
   * turn are the last ones of the list. The epoch tells who is summarising that its source went.
   */
  private static final String REMOVE =
      """
      local prefix = ARGV[1]
      local function remove(id)
        local turn = redis.call('HMGET', prefix .. 'turn:' .. id, 'session', 'sequence', 'bytes')
        if not turn[1] then return 0 end
        local session = prefix .. 'session:' .. turn[1]
        redis.call('UNLINK', prefix .. 'turn:' .. id)
        redis.call('ZREM', prefix .. 'turns', id)
        redis.call('ZREM', session .. ':turns', id)
        redis.call('HINCRBY', KEYS[1], 'bytes', -tonumber(turn[3]))
        local summary = redis.call('LINDEX', session .. ':summaries', -1)
        while summary and cjson.decode(summary).through >= tonumber(turn[2]) do
          redis.call('RPOP', session .. ':summaries')
          summary = redis.call('LINDEX', session .. ':summaries', -1)
        end
        redis.call('HINCRBY', session, 'epoch', 1)
        local sequence = redis.call('HINCRBY', KEYS[1], 'sequence', 1)
        redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[2], sequence .. '-0',
          'change', 'REMOVED', 'turn', id, 'session', turn[1], 'place', turn[2])
        return 1
      end
      """;

  private static final String TURN = REMOVE + "return remove(ARGV[3])\n";

  private static final String SESSION =
      REMOVE
          + """
          local session = prefix .. 'session:' .. ARGV[3]
          if redis.call('EXISTS', session) == 0 then return 0 end
          for _, id in ipairs(redis.call('ZRANGE', session .. ':turns', 0, -1)) do remove(id) end
          redis.call('UNLINK', session .. ':turns', session .. ':summaries')
          if ARGV[4] == 'session' then
            redis.call('UNLINK', session, session .. ':summarizing')
            redis.call('ZREM', prefix .. 'sessions', ARGV[3])
          end
          return 1
          """;

  private final UnifiedJedis redis;

  Removal(UnifiedJedis redis) {
    this.redis = redis;
  }

  boolean turn(String userId, String turnId) {
    return Ids.valid(turnId) && run(TURN, userId, turnId, "turn");
  }

  /** All turns of a session. */
  boolean content(String userId, String sessionId) {
    return Ids.valid(sessionId) && run(SESSION, userId, sessionId, "content");
  }

  boolean session(String userId, String sessionId) {
    return Ids.valid(sessionId) && run(SESSION, userId, sessionId, "session");
  }

  private boolean run(String script, String userId, String id, String what) {
    UserKeys keys = UserKeys.of(userId);
    Object removed =
        redis.eval(
            script,
            List.of(keys.state(), keys.changes()),
            List.of(keys.prefix(), Integer.toString(MemoryBounds.CHANGES), id, what));
    return removed.equals(1L);
  }
}
