package dev.ratchet.activity.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.domain.GateError;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GateErrorTest {
  private static List<GateError> errors(int count, String message) {
    return IntStream.range(0, count)
        .mapToObj(i -> new GateError("test-failed", null, "T#" + i, message))
        .toList();
  }

  @Test
  void keepsFewAsTheyAre() {
    List<GateError> few = errors(20, "no");
    assertThat(GateError.few(few)).isEqualTo(few);
    assertThat(GateError.few(List.of())).isEmpty();
  }

  @Test
  void tellsHowManyMoreThereAre() {
    List<GateError> few = GateError.few(errors(300, "no"));
    assertThat(few).hasSize(21);
    assertThat(few.getLast().message()).isEqualTo("280 more");
  }

  @Test
  void cutsMessages() {
    GateError cut = GateError.few(errors(1, "x".repeat(5_000))).getFirst();
    assertThat(cut.message()).hasSizeLessThan(1_010).endsWith("…");
    assertThat(cut.subject()).isEqualTo("T#0");
  }
}
