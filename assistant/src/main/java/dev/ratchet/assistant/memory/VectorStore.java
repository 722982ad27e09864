package dev.ratchet.assistant.memory;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;

/** The vectors of turns, which lie in Redis with their texts. Thread-safe. */
final class VectorStore {
  private static final Logger LOG = LoggerFactory.getLogger(VectorStore.class);

  /** One after another they are some megabytes of answers at most. */
  private static final int BATCH = 200;

  private static final byte[] VECTORS = bytes("vectors");
  private static final byte[] MODEL = bytes("embedding");

  /** Only of a turn that is still there: one that was deleted meanwhile gets nothing back. */
  private static final byte[] PUT =
      bytes(
          """
          local turn = redis.call('HMGET', KEYS[1], 'session', 'sequence')
          if not turn[1] then return 0 end
          redis.call('HSET', KEYS[1], 'vectors', ARGV[1], 'embedding', ARGV[2])
          local sequence = redis.call('HINCRBY', KEYS[2], 'sequence', 1)
          redis.call('XADD', KEYS[3], 'MAXLEN', '~', ARGV[3], sequence .. '-0',
            'change', 'EMBEDDED', 'turn', ARGV[4], 'session', turn[1], 'place', turn[2])
          return 1
          """);

  private final UnifiedJedis redis;
  private final String model;

  /**
   * @param model names what made the vectors: others are as good as none
   */
  VectorStore(UnifiedJedis redis, String model) {
    this.redis = redis;
    this.model = model;
  }

  /** In one round trip, so that the disk is waited for once. */
  void put(String userId, Map<String, TurnVectors> made) {
    UserKeys keys = UserKeys.of(userId);
    List<Response<?>> answers = new ArrayList<>();
    try (AbstractPipeline pipeline = redis.pipelined()) {
      made.forEach(
          (turnId, vectors) ->
              answers.add(
                  pipeline.eval(
                      PUT,
                      List.of(bytes(keys.turn(turnId)), bytes(keys.state()), bytes(keys.changes())),
                      List.of(
                          vectors.write(),
                          bytes(model),
                          bytes(Integer.toString(MemoryBounds.CHANGES)),
                          bytes(turnId)))));
      pipeline.sync();
    }
    answers.forEach(Response::get);
  }

  /** Those that are there, by turn. */
  Map<String, TurnVectors> find(String userId, List<String> turnIds) {
    UserKeys keys = UserKeys.of(userId);
    Map<String, TurnVectors> found = new HashMap<>();
    for (int from = 0; from < turnIds.size(); from += BATCH) {
      List<String> ids = turnIds.subList(from, Math.min(from + BATCH, turnIds.size()));
      Map<String, Response<List<byte[]>>> answers = new HashMap<>();
      try (AbstractPipeline pipeline = redis.pipelined()) {
        ids.forEach(id -> answers.put(id, pipeline.hmget(bytes(keys.turn(id)), VECTORS, MODEL)));
        pipeline.sync();
      }
      answers.forEach((id, answer) -> read(id, answer.get(), found));
    }
    return found;
  }

  private void read(String id, List<byte[]> values, Map<String, TurnVectors> found) {
    byte[] vectors = values.get(0);
    byte[] by = values.get(1);
    if (vectors == null || by == null || !new String(by, StandardCharsets.UTF_8).equals(model)) {
      return;
    }
    try {
      found.put(id, TurnVectors.read(vectors));
    } catch (IllegalArgumentException damaged) {
      LOG.warn("vectors=damaged turn={} error={}", id, damaged.getMessage());
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
