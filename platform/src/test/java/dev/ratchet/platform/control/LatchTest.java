package dev.ratchet.platform.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatchTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  @TempDir Path folder;
  private Path file;
  private Latch latch;

  @BeforeEach
  void latch() {
    file = folder.resolve("data/emergency-stop");
    latch = new Latch(file);
  }

  @Test
  void isOpenWithoutItsFile() {
    assertThat(latch.read()).isEmpty();
  }

  @Test
  void tellsTheOrderToAllWhoRead() {
    Latch.Order order = latch.engage("anna", "it writes nonsense", NOW);
    assertThat(new Latch(file).read()).contains(order);
    latch.release();
    assertThat(new Latch(file).read()).isEmpty();
  }

  @Test
  void theFirstOrderStaysInForce() {
    Latch.Order first = latch.engage("anna", "first", NOW);
    assertThat(latch.engage("bert", "second", NOW.plusSeconds(1))).isEqualTo(first);
  }

  @Test
  void isEngagedByAnyFileWhateverItHolds() throws Exception {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "");
    assertThat(latch.read()).isPresent();
    Files.writeString(file, "{\"id\": 7, half");
    assertThat(latch.read()).isPresent();
    Files.delete(file);
    Files.createDirectory(file);
    assertThat(latch.read()).isPresent();
  }

  @Test
  void leavesNoDrafts() throws Exception {
    latch.engage("anna", "first", NOW);
    latch.engage("anna", "again", NOW);
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }
}
