package dev.ratchet.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SparklineTest {
  @Test
  void isAsHighAsTheFiguresAndEmptyWhereThereAreNone() {
    Sparkline line = new Sparkline(5);
    line.add(0, 0);
    line.add(0.21, 4);
    line.add(0.7, 7);
    line.add(1, 6);
    line.add(0.99, 8);
    assertThat(line.text()).isEqualTo("▁▅ ██");
  }

  @Test
  void isFlatWhereAllIsZero() {
    Sparkline line = new Sparkline(3);
    line.add(0.5, 0);
    assertThat(line.text()).isEqualTo(" ▁ ");
  }
}
