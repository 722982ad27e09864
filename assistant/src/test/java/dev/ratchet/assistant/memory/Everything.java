package dev.ratchet.assistant.memory;

import redis.clients.jedis.UnifiedJedis;

/** All keys and all values that a Redis holds, as one text to search. */
final class Everything {
  private Everything() {}

  static String in(UnifiedJedis redis) {
    StringBuilder all = new StringBuilder();
    for (String key : redis.keys("*")) {
      all.append(key).append('\n');
      all.append(
          switch (redis.type(key)) {
            case "string" -> redis.get(key);
            case "hash" -> redis.hgetAll(key).toString();
            case "zset" -> redis.zrangeWithScores(key, 0, -1).toString();
            case "list" -> redis.lrange(key, 0, -1).toString();
            case "set" -> redis.smembers(key).toString();
            case "stream" -> redis.xrange(key, "-", "+").toString();
            default -> throw new IllegalStateException("unknown type of " + key);
          });
    }
    return all.toString();
  }
}
