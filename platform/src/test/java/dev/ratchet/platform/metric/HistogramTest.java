package dev.ratchet.platform.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HistogramTest {
  @Test
  void isRightToAnEighthOverTenPowersOfTen() {
    Random random = new Random(1);
    for (int round = 0; round < 50; round++) {
      double[] values =
          random.doubles(200, -3, 7).map(exponent -> Math.pow(10, exponent)).toArray();
      Histogram histogram = new Histogram();
      Arrays.stream(values).forEach(histogram::add);
      Arrays.sort(values);
      for (int percent : new int[] {1, 50, 95, 100}) {
        double exact = values[(int) Math.ceil(values.length * percent / 100.0) - 1];
        assertThat(histogram.percentile(percent)).isCloseTo(exact, within(exact * 0.13));
      }
    }
  }

  @Test
  void knowsWhatIsAlwaysTheSame() {
    Histogram histogram = new Histogram();
    for (int i = 0; i < 3; i++) {
      histogram.add(7);
    }
    assertThat(histogram.percentile(50)).isEqualTo(7);
    assertThat(histogram.mean()).isEqualTo(7);
    assertThat(new Histogram().percentile(50)).isZero();
    assertThat(new Histogram().mean()).isZero();
  }

  @Test
  void survivesTextAndAddsUp() {
    Histogram one = new Histogram();
    Histogram two = new Histogram();
    for (int i = 0; i < 100; i++) {
      one.add(i);
      two.add(i * 1_000);
    }
    one.add(-3);
    Histogram all = Histogram.decode(one.encode());
    assertThat(all.encode()).isEqualTo(one.encode());
    all.add(Histogram.decode(two.encode()));
    assertThat(all.count()).isEqualTo(201);
    assertThat(all.most()).isEqualTo(99_000);
    assertThat(all.mean()).isCloseTo((4_950 - 3 + 4_950_000) / 201.0, within(1.0));
    assertThat(all.percentile(0)).isEqualTo(0);
  }

  @Test
  void isShortWhateverItHolds() {
    Histogram histogram = new Histogram();
    for (double value = 1e-6; value < 1e12; value *= 1.1) {
      for (int times = 0; times < 1_000; times++) {
        histogram.add(value);
      }
    }
    assertThat(histogram.encode()).hasSizeLessThan(1_536);
  }

  @Test
  void refusesWhatIsNone() {
    for (String text : new String[] {"", "1 2", "1 2 3", "1 2 3 x", "1 2 3 4:x", "a 2 3 4:5"}) {
      assertThatThrownBy(() -> Histogram.decode(text)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
