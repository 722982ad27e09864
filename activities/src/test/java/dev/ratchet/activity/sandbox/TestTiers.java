package dev.ratchet.activity.sandbox;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

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
