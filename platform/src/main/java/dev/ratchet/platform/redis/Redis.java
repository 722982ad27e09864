package dev.ratchet.platform.redis;

import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.util.JedisURIHelper;

/** Makes clients of Redis. */
public final class Redis {
  /** Long enough for a disk that syncs each write, short enough that a request can still answer. */
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  /** More than the commands one process has under way at once; a stream's reader holds none. */
  private static final int CONNECTIONS = 64;

  private Redis() {}

  /**
   * A thread-safe client, which the caller closes. A single server is connected to on first use,
   * and again after every loss: each command takes a connection that was just seen to answer, so
   * commands fail while the server is gone and work when it is back.
   */
  public static UnifiedJedis connect(RedisSettings settings) {
    URI first = settings.nodes().getFirst();
    if (settings.nodes().size() == 1) {
      return RedisClient.builder()
          .hostAndPort(first.getHost(), RedisSettings.port(first))
          .clientConfig(client(first, settings.password()))
          .poolConfig(pool())
          .build();
    }
    Set<HostAndPort> nodes = new HashSet<>();
    settings
        .nodes()
        .forEach(uri -> nodes.add(new HostAndPort(uri.getHost(), RedisSettings.port(uri))));
    return RedisClusterClient.builder()
        .nodes(nodes)
        .clientConfig(client(first, settings.password()))
        .poolConfig(pool())
        .build();
  }

  private static JedisClientConfig client(URI uri, @Nullable String password) {
    DefaultJedisClientConfig.Builder builder = DefaultJedisClientConfig.builder();
    if (JedisURIHelper.isRedisSSLScheme(uri)) {
      builder.sslOptions(SslOptions.defaults());
    }
    return builder
        .resp2()
        .clientName("ratchet")
        .connectionTimeoutMillis((int) TIMEOUT.toMillis())
        .socketTimeoutMillis((int) TIMEOUT.toMillis())
        .user(JedisURIHelper.getUser(uri))
        .password(password == null ? JedisURIHelper.getPassword(uri) : password)
        .database(JedisURIHelper.getDBIndex(uri))
        .build();
  }

  private static ConnectionPoolConfig pool() {
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxTotal(CONNECTIONS);
    pool.setMaxIdle(CONNECTIONS);
    pool.setMaxWait(TIMEOUT);
    pool.setTestOnBorrow(true);
    pool.setJmxEnabled(false);
    return pool;
  }
}
