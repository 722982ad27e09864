package dev.ratchet.platform.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Whether a Redis keeps every write that it acknowledged.
 *
 * @param doubts what may lose writes there, a sentence each; empty when nothing does
 */
public record Durability(List<String> doubts) {
  /** What only Redis keeps, and so what a lost write costs. */
  public static final String AT_STAKE =
      "turns of conversations, targets just added, tokens just made or revoked, numbers of runs and"
          + " events of runs";

  public Durability {
    doubts = List.copyOf(doubts);
  }

  /**
   * Asks the server.
   *
   * @throws redis.clients.jedis.exceptions.JedisException when it cannot be reached
   */
  public static Durability of(UnifiedJedis redis) {
    List<String> doubts = new ArrayList<>();
    if (redis instanceof RedisClusterClient) {
      redis.get("ratchet:{durability}:probe");
      doubts.add("it is a cluster, whose failover may lose the last acknowledged writes");
      return new Durability(doubts);
    }
    redis.ping();
    try {
      doubts.addAll(ofConfiguration(redis.configGet("append*", "maxmemory-policy")));
    } catch (JedisDataException hidden) {
      doubts.add("it hides its configuration, so nobody can tell whether it syncs its writes");
    }
    if (replicas(redis) > 0) {
      doubts.add("it has replicas, and a failover to one may lose the last acknowledged writes");
    }
    return new Durability(doubts);
  }

  private static List<String> ofConfiguration(Map<String, String> configuration) {
    List<String> doubts = new ArrayList<>();
    String appending = configuration.getOrDefault("appendonly", "unknown");
    String syncing = configuration.getOrDefault("appendfsync", "unknown");
    String eviction = configuration.getOrDefault("maxmemory-policy", "unknown");
    if (!appending.equals("yes")) {
      doubts.add("its appendonly is '%s', needed is 'yes'".formatted(appending));
    }
    if (!syncing.equals("always")) {
      doubts.add("its appendfsync is '%s', needed is 'always'".formatted(syncing));
    }
    if (!eviction.equals("noeviction")) {
      doubts.add("its maxmemory-policy is '%s', needed is 'noeviction'".formatted(eviction));
    }
    return doubts;
  }

  private static int replicas(UnifiedJedis redis) {
    return redis
        .info("replication")
        .lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("connected_slaves:"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .mapToInt(Integer::parseInt)
        .findFirst()
        .orElse(0);
  }

  public boolean sure() {
    return doubts.isEmpty();
  }

  /** One sentence for a person: what is wrong and what it may cost. */
  public String message(String address) {
    return "Redis at %s may lose acknowledged writes (%s): %s. Set redis.accept-failover-loss to true to accept that"
        .formatted(address, AT_STAKE, String.join("; ", doubts));
  }

  /**
   * Refuses a Redis that may lose writes, unless that is accepted.
   *
   * @throws IllegalStateException with {@link #message} when it is refused
   */
  public static Durability require(UnifiedJedis redis, RedisSettings settings) {
    Durability durability = of(redis);
    if (!durability.sure() && !settings.acceptFailoverLoss()) {
      throw new IllegalStateException(durability.message(settings.toString()));
    }
    return durability;
  }
}
