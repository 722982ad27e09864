package dev.ratchet.activity.sandbox;

import dev.ratchet.platform.DataFolder;
import dev.ratchet.platform.config.Config;
import dev.ratchet.platform.config.Key;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the tier that this machine can offer. */
public final class Sandboxes {
  private static final Logger log = LoggerFactory.getLogger(Sandboxes.class);

  private Sandboxes() {}

  /** What a machine offers. */
  public sealed interface Probe {
    record Available(Sandbox sandbox) implements Probe {}

    /**
     * @param why what is missing
     * @param mend the one line that mends it
     */
    record Unavailable(String why, String mend) implements Probe {}
  }

  /** What the configuration asks for, if its self-test passes. */
  public static Probe probe(Config config) throws InterruptedException {
    DataFolder data = config.data();
    return config.has(Key.SANDBOX_RUNNER)
        ? probeRunner(Path.of(config.text(Key.SANDBOX_RUNNER)), data.sandboxes())
        : probe(data.sandboxes(), data.cache(), config.text(Key.SANDBOX_TIER));
  }

  /**
   * The first tier whose self-test passes here. A self-test takes some seconds; its success is kept
   * in the cache until the next boot.
   *
   * @param folder for the self-test's files
   * @param cache for the self-test's result
   * @param choice "auto", or the name of the only tier to try
   */
  public static Probe probe(Path folder, Path cache, String choice) throws InterruptedException {
    if (!System.getProperty("os.name").equals("Linux")
        || !System.getProperty("os.arch").equals("amd64")) {
      return new Probe.Unavailable("the sandbox needs Linux on x86-64", "use a Linux machine");
    }
    List<String> whys = new ArrayList<>();
    List<String> mends = new ArrayList<>();
    for (Tier tier : List.of(new BubblewrapTier(), new DockerTier(System.getenv()))) {
      if (choice.equals("auto") || choice.equals(tier.name())) {
        switch (probe(tier, folder, cache)) {
          case Probe.Available available -> {
            return available;
          }
          case Probe.Unavailable unavailable -> {
            whys.add(tier.name() + ": " + unavailable.why());
            mends.add(unavailable.mend());
          }
        }
      }
    }
    if (whys.isEmpty()) {
      throw new IllegalArgumentException("no tier is called " + choice);
    }
    return new Probe.Unavailable(String.join("; ", whys), mends.getFirst());
  }

  private static Probe probe(Tier tier, Path folder, Path cache) throws InterruptedException {
    return switch (tier.look()) {
      case Tier.Look.Missing missing -> new Probe.Unavailable(missing.why(), missing.mend());
      case Tier.Look.Candidate candidate ->
          probe(candidate, folder, cache.resolve("sandbox-self-test-" + tier.name()));
    };
  }

  private static Probe probe(Tier.Look.Candidate candidate, Path folder, Path passed)
      throws InterruptedException {
    String machine =
        candidate.machine()
            + " kernel="
            + System.getProperty("os.version")
            + " boot="
            + read(Path.of("/proc/sys/kernel/random/boot_id"));
    if (machine.equals(read(passed))) {
      return new Probe.Available(candidate.sandbox());
    }
    List<String> failures = selfTest(candidate.sandbox(), SelfTest.SMALL, folder);
    if (!failures.isEmpty()) {
      return new Probe.Unavailable(
          "its self-test failed: " + String.join("; ", failures), candidate.mend().get());
    }
    write(passed, machine);
    return new Probe.Available(candidate.sandbox());
  }

  /**
   * A runner whose self-test passes. The self-test runs at every start, for what it depends on
   * cannot be seen from here; it takes as long as filling the container's memory takes.
   *
   * @param socket where the runner listens
   * @param folder for the self-test's files; the runner must see it at the same path
   */
  static Probe probeRunner(Path socket, Path folder) throws InterruptedException {
    RunnerSandbox sandbox = new RunnerSandbox(socket);
    String mend = "start the runner, and see docs/compose.md for what its container needs";
    try {
      SandboxLimits limits = sandbox.limits(Duration.ofMinutes(2), 8L << 20, 64 * 1024);
      List<String> failures = selfTest(sandbox, limits, folder);
      return failures.isEmpty()
          ? new Probe.Available(sandbox)
          : new Probe.Unavailable(
              "the runner's self-test failed: " + String.join("; ", failures), mend);
    } catch (IOException e) {
      return new Probe.Unavailable(
          "no runner answers at " + socket + " (" + e.getMessage() + ")", mend);
    }
  }

  private static List<String> selfTest(Sandbox sandbox, SandboxLimits limits, Path folder)
      throws InterruptedException {
    try {
      return new SelfTest(sandbox, limits, folder).failures();
    } catch (UncheckedIOException e) {
      // Most often control groups that cannot be made: a tier that is not there, not a fault.
      return List.of(e.getMessage() + ": " + e.getCause());
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      return "";
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /**
   * A folder, not made yet, whose name tells that it is this process's: {@link #sweep} removes it
   * when this process is gone.
   */
  public static Path newPlace(Path folder) {
    return folder.resolve(Owner.name());
  }

  /**
   * Removes what sandboxes of processes that are gone have left: control groups, containers and
   * folders.
   */
  public static void sweep(Path folder) throws InterruptedException {
    if (DockerDaemon.find(System.getenv()) instanceof DockerDaemon.Found.At(DockerDaemon daemon)) {
      daemon.sweep();
    }
    try {
      Optional<ControlGroups> groups = ControlGroups.find();
      if (groups.isPresent()) {
        for (IOException stuck : ControlGroup.sweep(groups.get(), Owner::abandoned)) {
          // It must not keep a worker from starting.
          log.warn("sweep=failed cause=\"{}\"", stuck.toString());
        }
      }
      if (Files.isDirectory(folder)) {
        try (Stream<Path> places = Files.list(folder)) {
          for (Path place :
              places.filter(path -> Owner.abandoned(path.getFileName().toString())).toList()) {
            delete(place);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot sweep " + folder, e);
    }
  }

  /** Deletes a folder with all that is in it; links are deleted, not followed. */
  public static void delete(Path folder) {
    try (Stream<Path> paths = Files.exists(folder) ? Files.walk(folder) : Stream.empty()) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }
}
