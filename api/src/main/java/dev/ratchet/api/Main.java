package dev.ratchet.api;

import dev.ratchet.assistant.conversation.ChatSettings;
import dev.ratchet.assistant.model.LmStudioConfig;
import dev.ratchet.assistant.safety.Switches;
import dev.ratchet.platform.BuildId;
import dev.ratchet.platform.config.Config;
import dev.ratchet.platform.config.ConfigException;
import dev.ratchet.platform.config.Key;
import dev.ratchet.platform.control.Autonomy;
import dev.ratchet.platform.redis.RedisSettings;
import dev.ratchet.workflow.connection.TemporalConnection;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/** The api as a process: serves until it is told to end. */
public final class Main {
  private Main() {}

  public static void main(String[] args) throws InterruptedException {
    // Before the first logger is made. Several modules have such a file, each under its own name.
    if (System.getProperty("logback.configurationFile") == null) {
      System.setProperty("logback.configurationFile", "logback-api.xml");
    }
    Map<String, String> environment = System.getenv();
    try {
      serve(Config.load(Config.dataFolder(environment), environment, Map.of()));
    } catch (ConfigException | IllegalStateException refused) {
      System.err.println("ratchet: " + refused.getMessage());
      System.exit(1);
    }
  }

  private static void serve(Config config) throws InterruptedException {
    TemporalConnection temporal = temporal(config);
    Api api = Api.start(settings(config), temporal.client());
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

  private static TemporalConnection temporal(Config config) {
    return TemporalConnection.of(
        config.text(Key.TEMPORAL_ADDRESS),
        config.text(Key.TEMPORAL_NAMESPACE),
        "api-" + ProcessHandle.current().pid());
  }

  static ApiSettings settings(Config config) {
    return new ApiSettings(
        config.data(),
        config.text(Key.API_HOST),
        config.number(Key.API_PORT),
        names(config.text(Key.API_NAMES)),
        RedisSettings.of(config),
        config.text(Key.MODEL_URL).equals("none") ? null : LmStudioConfig.of(config),
        ChatSettings.of(config),
        Switches.of(config),
        BuildId.ofThisProcess(),
        Autonomy.named(config.text(Key.AUTONOMY_OFF)));
  }

  private static Set<String> names(String list) {
    return Arrays.stream(list.split(","))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }
}
