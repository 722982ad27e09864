package dev.ratchet.activity.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class CoveredCodeTest {
  private static final String SOURCE =
      """
      class A {
        int field = 1;
        void m(int a) {
          if (a > 0) {
            run(
                a,
                1);
          } else {
            stop();
          }
        }
        // nothing
      }
      """;

  private static boolean covers(int from, int to, Integer... covered) {
    Set<Integer> lines = Set.of(covered);
    return new CoveredCode(SOURCE, lines::contains).covers(from, to);
  }

  @Test
  void countsAStatementWhenOneOfItsLinesRan() {
    assertThat(covers(6, 6, 5)).isTrue();
    assertThat(covers(6, 6, 7)).isTrue();
    assertThat(covers(6, 6, 4)).isFalse();
  }

  @Test
  void doesNotTakeABranchForItsCondition() {
    assertThat(covers(9, 9, 4, 5)).isFalse();
    assertThat(covers(9, 9, 4, 9)).isTrue();
    assertThat(covers(4, 4, 9)).isFalse();
    assertThat(covers(4, 4, 4)).isTrue();
  }

  @Test
  void wantsEveryTouchedStatementToRun() {
    assertThat(covers(4, 9, 4, 5)).isFalse();
    assertThat(covers(4, 9, 4, 5, 9)).isTrue();
  }

  @Test
  void knowsFieldsAndNothingElse() {
    assertThat(covers(2, 2, 2)).isTrue();
    assertThat(covers(2, 2, 5)).isFalse();
    assertThat(covers(12, 12, 5, 9)).isFalse();
    assertThat(new CoveredCode("class {", line -> true).covers(1, 1)).isFalse();
  }
}
