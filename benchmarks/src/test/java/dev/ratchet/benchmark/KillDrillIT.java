package dev.ratchet.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.benchmark.KillDrill.Kill;
import dev.ratchet.benchmark.KillDrill.Plan;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The drill's short form. */
class KillDrillIT {
  @TempDir Path folder;

  @Test
  @Timeout(600)
  void aRunEndsAsItWouldHaveWhoeverIsKilled() throws Exception {
    Path app = Path.of("../cli/target/app").toAbsolutePath().normalize();
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    try (Ratchet ratchet = new Ratchet(app, folder.resolve("data"))) {
      KillDrill drill =
          new KillDrill(ratchet, folder, 7, new PrintStream(told, true, StandardCharsets.UTF_8));
      drill.run(
          List.of(
              new Plan("worker", "TESTING"),
              new Plan("supervisor", "VERIFYING"),
              new Plan("redis", "ROLLBACK")));
      assertThat(drill.kills())
          .as(told.toString(StandardCharsets.UTF_8))
          .hasSize(3)
          .allMatch(kill -> kill.faults().isEmpty());
      assertThat(drill.kills()).extracting(Kill::victim).contains("supervisor");
    }
  }
}
