package dev.ratchet.cli;

import dev.ratchet.activity.sandbox.Sandboxes;
import dev.ratchet.cli.supervisor.Ports;
import dev.ratchet.cli.supervisor.Programs;
import dev.ratchet.cli.supervisor.SystemState;
import dev.ratchet.platform.DataFolder;
import dev.ratchet.platform.config.Config;
import dev.ratchet.platform.config.Key;
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
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Checks every prerequisite. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description =
        "Check every prerequisite: found where and which version, or the one line that mends it.")
public final class DoctorCommand implements Callable<Integer> {
  private static final long LEAST_DISK = 5L << 30;

  @Mixin private Installation installation = new Installation();

  /**
   * @param found where and which version; empty when it is missing
   * @param mend the one line that mends it; empty when nothing is to be mended
   */
  record Check(String name, boolean ok, String found, String mend) {}

  @Override
  public Integer call() throws Exception {
    List<Check> checks = checks();
    if (installation.json()) {
      Output.json(checks);
    } else {
      for (Check check : checks) {
        Output.line(
            String.format(
                Locale.ROOT,
                "%-4s %-14s %s",
                check.ok() ? "ok" : "MISS",
                check.name(),
                check.ok() ? check.found() : check.found() + "; mend it: " + check.mend()));
      }
    }
    return checks.stream().allMatch(Check::ok) ? 0 : 1;
  }

  private List<Check> checks() throws IOException, InterruptedException {
    Map<String, String> environment = System.getenv();
    Config config = installation.config(Map.of());
    List<Check> checks = new ArrayList<>();
    checks.add(
        new Check(
            "jdk", true, System.getProperty("java.home") + " (" + Runtime.version() + ")", ""));
    checks.add(program("git", List.of("--version"), "apt-get install -y git", environment));
    checks.add(
        config.has(Key.TEMPORAL_ADDRESS)
            ? new Check("temporal", true, "configured: " + config.text(Key.TEMPORAL_ADDRESS), "")
            : program(
                "temporal",
                List.of("--version"),
                "./ratchet up fetches it (needs python3-venv: apt-get install -y python3-venv)",
                environment));
    checks.add(
        config.has(Key.REDIS_URL)
            ? new Check("redis-server", true, "configured elsewhere", "")
            : program(
                "redis-server",
                List.of("--version"),
                "apt-get install -y redis-server",
                environment));
    checks.add(
        program(
            "python3",
            List.of("-c", "import venv,sys; print(sys.version.split()[0])"),
            "apt-get install -y python3-venv",
            environment));
    checks.add(sandbox());
    checks.add(disk());
    if (SystemState.running(config.data()).isEmpty()) {
      for (Key key :
          List.of(Key.API_PORT, Key.TEMPORAL_PORT, Key.TEMPORAL_UI_PORT, Key.REDIS_PORT)) {
        checks.add(port(key, config.number(key)));
      }
    }
    return checks;
  }

  private static Check program(
      String name, List<String> version, String mend, Map<String, String> environment)
      throws IOException, InterruptedException {
    Optional<Path> path = Programs.find(name, environment);
    if (path.isEmpty()) {
      return new Check(name, false, "not found", mend);
    }
    List<String> command = new ArrayList<>();
    command.add(path.get().toString());
    command.addAll(version);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    boolean ok = process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    return new Check(
        name, ok, path.get() + " (" + output.lines().findFirst().orElse("") + ")", ok ? "" : mend);
  }

  private Check sandbox() throws InterruptedException {
    DataFolder data = installation.folder();
    return switch (Sandboxes.probe(data.sandboxes(), data.cache())) {
      case Sandboxes.Probe.Available available ->
          new Check("sandbox", true, available.sandbox().tier() + ", self-test passed", "");
      case Sandboxes.Probe.Unavailable unavailable ->
          new Check("sandbox", false, unavailable.why(), unavailable.mend());
    };
  }

  private Check disk() throws IOException {
    Path folder = installation.folder().root();
    while (!Files.exists(folder) && folder.getParent() != null) {
      folder = folder.getParent();
    }
    long free = Files.getFileStore(folder).getUsableSpace();
    return new Check(
        "disk",
        free >= LEAST_DISK,
        (free >> 30) + " GiB free at " + folder,
        "free 5 GiB there, or give --data another folder");
  }

  private static Check port(Key key, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return new Check("port " + port, true, "free, for " + key.path(), "");
    } catch (IOException taken) {
      return new Check(
          "port " + port, false, "taken by " + Ports.taker(port), "end it, or set " + key.path());
    }
  }
}
