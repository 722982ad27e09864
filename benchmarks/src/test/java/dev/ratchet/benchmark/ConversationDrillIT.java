package dev.ratchet.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.benchmark.TurnDrill.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The drill's short form. */
class ConversationDrillIT {
  @TempDir Path folder;

  @Test
  @Timeout(300)
  void noTurnThatWasAcknowledgedIsLostOrThereTwice() throws Exception {
    try (TurnDrill drill = new TurnDrill(folder, 5)) {
      Outcome outcome = drill.run(8);
      assertThat(outcome.faults()).isEmpty();
      assertThat(outcome.turns()).isGreaterThan(160);
      assertThat(outcome.redisKills()).isBetween(1, 7);
    }
  }
}
