package dev.ratchet.activity.sandbox;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Container;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The tiers that this machine has, each tested once for itself. */
final class TestTiers {
  /** Set where every tier has to be there, so that none is left out without a word. */
  private static final boolean ALL = "true".equals(System.getenv("RATCHET_TEST_ALL_TIERS"));

  private static final Map<String, Sandboxes.Probe> PROBES = new ConcurrentHashMap<>();

  private TestTiers() {}

  /** The tier's sandbox; where it is missing the test is skipped, and says why. */
  static Sandbox sandbox(String tier) {
    return switch (PROBES.computeIfAbsent(tier, TestTiers::probe)) {
      case Sandboxes.Probe.Available available -> available.sandbox();
      case Sandboxes.Probe.Unavailable unavailable ->
          ALL ? fail(unavailable.toString()) : abort("no tier " + tier + ": " + unavailable);
    };
  }

  /** As it is made, without another self-test. */
  static Sandbox made(String tier) throws InterruptedException {
    for (Tier candidate : List.of(new BubblewrapTier(), new DockerTier(System.getenv()))) {
      if (candidate.name().equals(tier)
          && candidate.look() instanceof Tier.Look.Candidate(var sandbox, var machine, var mend)) {
        return sandbox;
      }
    }
    throw new IllegalStateException("no tier " + tier);
  }

  static boolean has(String tier) {
    return PROBES.computeIfAbsent(tier, TestTiers::probe) instanceof Sandboxes.Probe.Available;
  }

  /** Control groups and containers whose names begin so. */
  static List<String> remains(String prefix) throws IOException {
    List<String> names = new ArrayList<>();
    try (Stream<Path> groups = Files.walk(Path.of("/sys/fs/cgroup"), 2)) {
      groups.map(path -> path.getFileName().toString()).forEach(names::add);
    }
    if (DockerDaemon.find(System.getenv()) instanceof DockerDaemon.Found.At(DockerDaemon daemon)) {
      try (DockerClient client = daemon.connect()) {
        for (Container container : client.listContainersCmd().withShowAll(true).exec()) {
          names.add(container.getNames()[0].substring(1));
        }
      }
    }
    return names.stream().filter(name -> name.startsWith(prefix)).toList();
  }

  private static Sandboxes.Probe probe(String tier) {
    try {
      Path folder = Files.createTempDirectory("ratchet-tier");
      try {
        return Sandboxes.probe(folder.resolve("sandboxes"), folder.resolve("cache"), tier);
      } finally {
        Sandboxes.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
