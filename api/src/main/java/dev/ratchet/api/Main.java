package dev.ratchet.api;

import dev.ratchet.platform.config.Config;
import dev.ratchet.platform.config.Key;
import dev.ratchet.platform.redis.RedisSettings;
import dev.ratchet.workflow.connection.TemporalConnection;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/** The api as a process: reads the configuration, serves until it is told to end. */
public final class Main {
  private Main() {}

  public static void main(String[] args) throws InterruptedException {
    Map<String, String> environment = System.getenv();
    Config config = Config.load(Config.dataFolder(environment), environment, Map.of());
    String build = System.getProperty("ratchet.build", "unknown");
    TemporalConnection temporal =
        TemporalConnection.of(
            config.text(Key.TEMPORAL_ADDRESS),
            config.text(Key.TEMPORAL_NAMESPACE),
            "api-" + ProcessHandle.current().pid());
    Api api = Api.start(settings(config, build), temporal.client());
    CountDownLatch end = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  api.close();
                  temporal.close();
                  end.countDown();
                },
                "shutdown"));
    end.await();
  }

  private static ApiSettings settings(Config config, String build) {
    Set<String> names =
        Arrays.stream(config.text(Key.API_NAMES).split(","))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
    String password = config.text(Key.REDIS_PASSWORD);
    return new ApiSettings(
        config.data(),
        config.text(Key.API_HOST),
        config.number(Key.API_PORT),
        names,
        new RedisSettings(
            config.text(Key.REDIS_URL),
            password.isEmpty() ? null : password,
            config.flag(Key.REDIS_ACCEPT_FAILOVER_LOSS)),
        build);
  }
}
