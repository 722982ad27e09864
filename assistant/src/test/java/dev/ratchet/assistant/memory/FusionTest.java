package dev.ratchet.assistant.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.assistant.memory.Fusion.Fused;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FusionTest {
  @Test
  void eachListCountsTheSameWhateverItsScores() {
    List<Fused> fused =
        Fusion.fuse(List.of(Map.of("a", 30.0, "b", 20.0, "c", 10.0), Map.of("b", 0.9, "d", 0.1)));
    assertThat(fused).extracting(Fused::id).containsExactly("b", "a", "c", "d");
    assertThat(fused.getFirst().score()).isEqualTo(0.75);
    assertThat(fused.getFirst().parts()).containsExactly(0.5, 1.0);
  }

  @Test
  void aSingleFindingIsTheBestOfItsList() {
    assertThat(Fusion.stretched(Map.of("a", 0.01))).containsEntry("a", 1.0);
    assertThat(Fusion.stretched(Map.of())).isEmpty();
    assertThat(Fusion.fuse(List.of(Map.of(), Map.of()))).isEmpty();
  }
}
