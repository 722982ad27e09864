package dev.ratchet.platform.testing;

import dev.ratchet.platform.redis.RedisProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real Redis for tests, on a free port and in a folder of its own; as durable as Ratchet's. */
public final class RedisServer implements AutoCloseable {
  private final List<String> command;
  private final int port;
  private ServerProcess process;

  private RedisServer(List<String> command, int port) {
    this.command = command;
    this.port = port;
    this.process = start();
  }

  public static RedisServer start(Path folder) {
    return start(folder, List.of("--appendonly", "yes", "--appendfsync", "always"));
  }

  /** With other options than Ratchet's own. */
  public static RedisServer start(Path folder, List<String> options) {
    int port = ServerProcess.freePort();
    List<String> command =
        new ArrayList<>(
            List.of(
                RedisProgram.find(System.getenv("PATH"), folder.resolve("program")).toString(),
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--save",
                "",
                "--dir",
                directory(folder.resolve("redis")).toString()));
    command.addAll(options);
    return new RedisServer(command, port);
  }

  public int port() {
    return port;
  }

  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  /** Kills the server as a power cut would; what it acknowledged is on disk. */
  public void kill() {
    process.kill();
  }

  /** Starts it again on the same port and data. */
  public void restart() {
    process.kill();
    process = start();
  }

  private ServerProcess start() {
    return ServerProcess.start(command, port, "redis");
  }

  @Override
  public void close() {
    process.kill();
  }

  private static Path directory(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new IllegalStateException("cannot make " + folder, e);
    }
  }
}
