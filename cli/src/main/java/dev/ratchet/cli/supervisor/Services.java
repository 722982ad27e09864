package dev.ratchet.cli.supervisor;

import dev.ratchet.cli.model.LlamaServer;
import dev.ratchet.cli.model.LocalModel;
import dev.ratchet.cli.model.ModelChoice;
import dev.ratchet.platform.DataFolder;
import dev.ratchet.platform.config.Config;
import dev.ratchet.platform.config.Key;
import dev.ratchet.platform.control.WorkerPresence;
import dev.ratchet.platform.redis.Redis;
import dev.ratchet.platform.redis.RedisProgram;
import dev.ratchet.platform.redis.RedisSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/** The processes of one installation, as they are started here. */
final class Services {
  /** One for the chat, one for what works in the background. */
  private static final int LOCAL_SLOTS = 2;

  private static final Duration BEAT = Duration.ofSeconds(10);

  private final Config config;
  private final Map<String, String> environment;
  private final DataFolder data;
  private final Map<String, String> addresses = new LinkedHashMap<>();
  private final Map<String, String> modelSettings = new LinkedHashMap<>();
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();

  Services(Config config, Map<String, String> environment) {
    this.config = config;
    this.environment = environment;
    this.data = config.data();
  }

  /** By name: where people and processes find each service. */
  Map<String, String> addresses() {
    return Map.copyOf(addresses);
  }

  boolean embedsTemporal() {
    return !config.has(Key.TEMPORAL_ADDRESS)
        && environment.getOrDefault("TEMPORAL_ADDRESS", "").isEmpty();
  }

  boolean embedsRedis() {
    return !config.has(Key.REDIS_URL);
  }

  String namespace() {
    return config.text(Key.TEMPORAL_NAMESPACE);
  }

  /** Temporal's host:port; empty when Temporal's own environment says where it is. */
  String temporalAddress() {
    return addresses.getOrDefault("temporal", config.text(Key.TEMPORAL_ADDRESS));
  }

  Service redis() {
    int port = Ports.claim(config.number(Key.REDIS_PORT), Key.REDIS_PORT.path());
    Path folder = data.root().resolve("redis");
    Path conf = data.run().resolve("redis.conf");
    String password = data.redisPassword();
    try {
      Files.createDirectories(folder);
      Files.createDirectories(data.run());
      Files.deleteIfExists(conf);
      Files.createFile(
          conf, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(
          conf,
          """
          bind 127.0.0.1
          port %d
          dir "%s"
          requirepass %s
          appendonly yes
          appendfsync always
          maxmemory-policy noeviction
          save ""
          daemonize no
          """
              .formatted(port, folder, password));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + conf, e);
    }
    addresses.put("redis", "redis://127.0.0.1:" + port);
    RedisSettings settings = new RedisSettings("redis://127.0.0.1:" + port, password, false);
    return new Service(
        "redis",
        List.of(
            RedisProgram.find(environment.getOrDefault("PATH", ""), data.cache()).toString(),
            conf.toString()),
        Map.of(),
        process -> pings(settings),
        true,
        Duration.ofSeconds(10));
  }

  private static boolean pings(RedisSettings settings) {
    try (UnifiedJedis jedis = Redis.connect(settings)) {
      return jedis.ping() != null;
    } catch (JedisException notYet) {
      return false;
    }
  }

  Service temporal(Service.Health health) {
    int port = Ports.claim(config.number(Key.TEMPORAL_PORT), Key.TEMPORAL_PORT.path());
    int ui = Ports.claim(config.number(Key.TEMPORAL_UI_PORT), Key.TEMPORAL_UI_PORT.path());
    Path folder = data.root().resolve("temporal");
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + folder, e);
    }
    addresses.put("temporal", "127.0.0.1:" + port);
    addresses.put("temporal-ui", "http://127.0.0.1:" + ui);
    return new Service(
        "temporal",
        List.of(
            Programs.required("temporal", environment),
            "server",
            "start-dev",
            "--ip",
            "127.0.0.1",
            "--port",
            Integer.toString(port),
            "--ui-port",
            Integer.toString(ui),
            "--db-filename",
            folder.resolve("temporal.db").toString(),
            "--log-level",
            "warn",
            "--namespace",
            namespace()),
        Map.of(),
        health,
        true,
        Duration.ofSeconds(10));
  }

  Service worker(String name, Path app, String build) {
    return new Service(
        name,
        java(app, build, "1g", "dev.ratchet.worker.Main"),
        settings(),
        process -> beats(process.pid()),
        true,
        Duration.ofSeconds(15));
  }

  private boolean beats(long pid) {
    return WorkerPresence.all(data.workers()).stream()
        .filter(presence -> presence.process().pid() == pid)
        .anyMatch(presence -> presence.beat().isAfter(Instant.now().minus(BEAT)));
  }

  Service api(Path app, String build) {
    int port = Ports.claim(config.number(Key.API_PORT), Key.API_PORT.path());
    String host = config.text(Key.API_HOST);
    String address = "http://" + (host.equals("0.0.0.0") ? "127.0.0.1" : host) + ":" + port;
    addresses.put("api", address);
    Map<String, String> settings = new LinkedHashMap<>(settings());
    settings.put(Key.API_PORT.variable(), Integer.toString(port));
    return new Service(
        "api",
        java(app, build, "512m", "dev.ratchet.api.Main"),
        settings,
        process -> answers(address + "/health/ready"),
        true,
        Duration.ofSeconds(15));
  }

  /** The small local model; not waited for, since the rest does not need it. */
  Service model(LocalModel model) {
    int port = Ports.claim(config.number(Key.MODEL_LOCAL_PORT), Key.MODEL_LOCAL_PORT.path());
    int slots = config.given(Key.MODEL_SLOTS) ? config.number(Key.MODEL_SLOTS) : LOCAL_SLOTS;
    String address = "http://127.0.0.1:" + port;
    useModel(URI.create(address + "/v1"), model.file().id(), data.modelKey(), slots);
    LlamaServer server =
        new LlamaServer(model, port, config.number(Key.MODEL_LOCAL_CONTEXT), slots);
    return new Service(
        "model",
        server.command(data.run()),
        Map.of(LlamaServer.KEY, data.modelKey()),
        process -> answers(address + "/health"),
        false,
        Duration.ofSeconds(5));
  }

  /** A server that is not of this installation. */
  void model(ModelChoice.Server server) {
    String key = server.configured() ? config.text(Key.MODEL_API_KEY) : "";
    useModel(server.url(), server.model(), key, server.slots());
  }

  void withoutModel() {
    modelSettings.put(Key.MODEL_URL.variable(), "none");
  }

  private void useModel(URI url, String name, String key, int slots) {
    addresses.put("model", url.toString());
    modelSettings.put(Key.MODEL_URL.variable(), url.toString());
    modelSettings.put(Key.MODEL_NAME.variable(), name);
    modelSettings.put(Key.MODEL_API_KEY.variable(), key);
    modelSettings.put(Key.MODEL_SLOTS.variable(), Integer.toString(slots));
  }

  private boolean answers(String address) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(3)).build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static List<String> java(Path app, String build, String heap, String main) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx" + heap,
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dratchet.app=" + app,
            "-Dratchet.build=" + build,
            "-cp",
            app + "/lib/*",
            main));
    return command;
  }

  /** The configuration of the children: what this process decided stands in their environment. */
  private Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("RATCHET_DATA", data.root().toString());
    for (Config.Entry entry : config.entries()) {
      settings.put(entry.key().variable(), entry.value());
    }
    settings.put(Key.TEMPORAL_ADDRESS.variable(), temporalAddress());
    if (embedsRedis()) {
      settings.put(Key.REDIS_URL.variable(), addresses.getOrDefault("redis", ""));
      settings.put(Key.REDIS_PASSWORD.variable(), data.redisPassword());
    }
    settings.putAll(modelSettings);
    return settings;
  }
}
