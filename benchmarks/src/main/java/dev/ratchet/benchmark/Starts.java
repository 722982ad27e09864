package dev.ratchet.benchmark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * How long `up --detach` takes until everything is healthy, on a new data folder each time, beside
 * what Temporal's dev server alone takes until its port answers.
 */
public final class Starts {
  private Starts() {}

  /** Arguments: the packaged system, Temporal's program, and the number of starts. */
  public static void main(String[] arguments) throws Exception {
    Path app = Path.of(arguments[0]).toAbsolutePath();
    String temporal = arguments[1];
    int starts = Integer.parseInt(arguments[2]);
    List<Double> ours = new ArrayList<>();
    List<Double> alone = new ArrayList<>();
    for (int i = 0; i < starts; i++) {
      Path folder = Files.createTempDirectory("ratchet-start");
      alone.add(temporal(temporal, folder));
      try (Ratchet ratchet = new Ratchet(app, folder.resolve("data"))) {
        Instant called = Instant.now();
        ratchet.up();
        ours.add(seconds(called));
      }
      KillDrill.delete(folder);
    }
    System.out.println("| start | times | least | median | most |");
    System.out.println("|---|---|---|---|---|");
    print("`ratchet up --detach`, until healthy", ours);
    print("`temporal server start-dev` alone, until its port answers", alone);
  }

  private static double temporal(String program, Path folder)
      throws IOException, InterruptedException {
    int port = Ratchet.freePort();
    int ui = Ratchet.freePort();
    Instant called = Instant.now();
    Process process =
        new ProcessBuilder(
                program,
                "server",
                "start-dev",
                "--port",
                Integer.toString(port),
                "--ui-port",
                Integer.toString(ui),
                "--db-filename",
                folder.resolve("alone.db").toString(),
                "--log-level",
                "error")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("alone.log").toFile())
            .start();
    try {
      while (!answers(port)) {
        if (!process.isAlive()) {
          throw new IllegalStateException(Files.readString(folder.resolve("alone.log")));
        }
        Thread.sleep(10);
      }
      return seconds(called);
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  private static double seconds(Instant since) {
    return Duration.between(since, Instant.now()).toMillis() / 1_000.0;
  }

  private static void print(String what, List<Double> times) {
    Collections.sort(times);
    System.out.printf(
        Locale.ROOT,
        "| %s | %d | %.1f s | %.1f s | %.1f s |%n",
        what,
        times.size(),
        times.getFirst(),
        times.get(times.size() / 2),
        times.getLast());
  }
}
