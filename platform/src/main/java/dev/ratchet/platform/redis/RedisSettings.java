package dev.ratchet.platform.redis;

import dev.ratchet.platform.config.Config;
import dev.ratchet.platform.config.ConfigException;
import dev.ratchet.platform.config.Key;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where Redis is.
 *
 * @param url "redis://[user[:password]@]host[:port][/database]", "rediss://…" for TLS; several
 *     nodes of one Redis Cluster are separated by commas
 * @param password stronger than one in the url; null when there is none
 * @param acceptFailoverLoss whether to start on a Redis that may lose acknowledged writes
 */
public record RedisSettings(String url, @Nullable String password, boolean acceptFailoverLoss) {
  public RedisSettings {
    if (parse(url).isEmpty()) {
      throw new IllegalArgumentException("redis.url must not be empty");
    }
  }

  /**
   * As configured.
   *
   * @throws ConfigException when redis.url is no address
   */
  public static RedisSettings of(Config config) {
    String password = config.text(Key.REDIS_PASSWORD);
    try {
      return new RedisSettings(
          config.text(Key.REDIS_URL),
          password.isEmpty() ? null : password,
          config.flag(Key.REDIS_ACCEPT_FAILOVER_LOSS));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(String.valueOf(e.getMessage()));
    }
  }

  /** One address, or the known nodes of a cluster. */
  public List<URI> nodes() {
    return parse(url);
  }

  private static List<URI> parse(String url) {
    return Arrays.stream(url.split(",")).map(String::strip).map(RedisSettings::node).toList();
  }

  private static URI node(String text) {
    URI uri;
    try {
      uri = URI.create(text);
    } catch (IllegalArgumentException malformed) {
      // The text may hold a password, so it is not repeated.
      throw new IllegalArgumentException("redis.url is not an address: use redis://host:port");
    }
    if (!("redis".equals(uri.getScheme()) || "rediss".equals(uri.getScheme()))
        || uri.getHost() == null) {
      throw new IllegalArgumentException(
          "redis.url must be redis://host:port or rediss://host:port, was for host "
              + uri.getHost());
    }
    return uri;
  }

  /** For logs: without the password. */
  @Override
  public String toString() {
    return String.join(
        ",",
        nodes().stream()
            .map(uri -> uri.getScheme() + "://" + uri.getHost() + ":" + port(uri))
            .toList());
  }

  static int port(URI uri) {
    return uri.getPort() < 0 ? 6379 : uri.getPort();
  }
}
