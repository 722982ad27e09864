package dev.ratchet.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * How long after the call of an emergency stop the last process of a sandbox is dead: a run's trial
 * sleeps, with children of its own, and is stopped and released again and again.
 */
public final class EmergencyStops {
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private EmergencyStops() {}

  /** Arguments: the packaged system, and the number of stops. */
  public static void main(String[] arguments) throws Exception {
    Path app = Path.of(arguments[0]).toAbsolutePath();
    int stops = Integer.parseInt(arguments[1]);
    Path folder = Files.createTempDirectory("ratchet-stops");
    List<Double> times = new ArrayList<>();
    List<Double> acknowledgements = new ArrayList<>();
    try (Ratchet ratchet = new Ratchet(app, folder.resolve("data"))) {
      ratchet.up();
      Repository repository =
          Repository.generate(
              folder.resolve("sleeping"), 1, "sleep 3600 & sleep 3600 & sh -c 'sleep 3600'\n", 0);
      Sandboxes sandboxes = new Sandboxes(ratchet.data());
      ratchet.improve(repository.folder());
      for (int i = 0; i < stops; i++) {
        List<ProcessHandle> processes = await(sandboxes);
        Instant called = Instant.now();
        CompletableFuture<Instant> acknowledged =
            CompletableFuture.supplyAsync(
                () -> engage(ratchet), task -> Thread.ofVirtual().start(task));
        while (processes.stream().anyMatch(Sandboxes::lives)) {
          Thread.sleep(1);
        }
        times.add(Duration.between(called, Instant.now()).toNanos() / 1e6);
        acknowledgements.add(Duration.between(called, acknowledged.join()).toNanos() / 1e6);
        ratchet.delete("/api/v1/emergency-stop", "{\"reason\":\"benchmark\"}");
        if (i % 25 == 24) {
          System.out.printf("%d stops%n", i + 1);
        }
      }
    }
    System.out.println("| from the call until | stops | median | p99 | longest |");
    System.out.println("|---|---|---|---|---|");
    print("the last process is dead", times);
    print("the command returns", acknowledgements);
    KillDrill.delete(folder);
  }

  private static Instant engage(Ratchet ratchet) {
    try {
      if (ratchet.post("/api/v1/emergency-stop", "{\"reason\":\"benchmark\"}").isEmpty()) {
        throw new IllegalStateException("the stop was refused");
      }
      return Instant.now();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void print(String what, List<Double> times) {
    Collections.sort(times);
    System.out.printf(
        Locale.ROOT,
        "| %s | %d | %.0f ms | %.0f ms | %.0f ms |%n",
        what,
        times.size(),
        times.get(times.size() / 2),
        times.get((int) Math.ceil(times.size() * 0.99) - 1),
        times.getLast());
  }

  /** All processes of the sandbox, as soon as its three sleeping ones are there. */
  private static List<ProcessHandle> await(Sandboxes sandboxes) throws InterruptedException {
    Instant limit = Instant.now().plus(LONGEST);
    while (Instant.now().isBefore(limit)) {
      List<ProcessHandle> all = sandboxes.processes();
      if (all.stream().filter(EmergencyStops::sleeps).count() >= 3) {
        return all;
      }
      Thread.sleep(20);
    }
    throw new IllegalStateException("no trial began within " + LONGEST);
  }

  private static boolean sleeps(ProcessHandle process) {
    return Sandboxes.read(process, "cmdline").startsWith("sleep");
  }
}
