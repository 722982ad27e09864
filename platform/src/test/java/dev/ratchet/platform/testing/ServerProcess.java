package dev.ratchet.platform.testing;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A server that a test started; gone when the test's JVM is. */
final class ServerProcess {
  private final Process process;
  private final Thread reaper;

  private ServerProcess(Process process) {
    this.process = process;
    this.reaper = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(reaper);
  }

  /** Returns when the port answers. */
  static ServerProcess start(List<String> command, int port, String name) {
    try {
      Path log = Files.createTempFile(name, ".log");
      log.toFile().deleteOnExit();
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .redirectInput(new File("/dev/null"))
              .start();
      ServerProcess server = new ServerProcess(process);
      server.await(port, log);
      return server;
    } catch (IOException e) {
      throw new IllegalStateException("cannot start " + name, e);
    }
  }

  private void await(int port, Path log) throws IOException {
    for (int tries = 0; tries < 1_200; tries++) {
      if (!process.isAlive()) {
        throw new IllegalStateException("the server ended:\n" + Files.readString(log));
      }
      if (answers(port)) {
        return;
      }
      pause();
    }
    kill();
    throw new IllegalStateException("the server does not answer:\n" + Files.readString(log));
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a server started", e);
    }
  }

  void kill() {
    process.destroyForcibly();
    process.onExit().join();
    try {
      Runtime.getRuntime().removeShutdownHook(reaper);
    } catch (IllegalStateException shuttingDown) {
      // The hook is running already.
    }
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException("no free port", e);
    }
  }

  static Optional<Path> onPath(String program) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
