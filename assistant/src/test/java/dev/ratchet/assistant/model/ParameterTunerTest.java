package dev.ratchet.assistant.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ParameterTunerTest {
  private static final Parameters STANDARD = new Parameters(0.7, 2_048);

  private final Random random = new Random(42);
  private final InMemory outcomes = new InMemory();
  private final ParameterTuner tuner =
      new ParameterTuner(outcomes, STANDARD, ParameterTuner::usually, random);

  private static final class InMemory implements Outcomes {
    private final Map<TaskKind, Map<String, Counts>> all = new EnumMap<>(TaskKind.class);

    @Override
    public Map<String, Counts> of(TaskKind task) {
      return all.getOrDefault(task, Map.of());
    }

    @Override
    public void add(TaskKind task, Parameters parameters, boolean good) {
      all.computeIfAbsent(task, none -> new HashMap<>())
          .merge(parameters.name(), Counts.NONE.plus(good), (before, one) -> before.plus(good));
    }
  }

  /** Success in the world of the test: low temperatures and many tokens are good for code. */
  private static double truth(Parameters parameters) {
    return 0.7
        - 0.6 * Math.abs(parameters.temperature() - 0.2)
        - (parameters.maxTokens() < 4_096 ? 0.2 : 0);
  }

  private int play(int rounds, Parameters best) {
    int chosen = 0;
    for (int n = 0; n < rounds; n++) {
      Tuning tuning = tuner.choose(TaskKind.CODE_PROPOSAL);
      chosen += tuning.chosen().equals(best) ? 1 : 0;
      tuner.learn(tuning, random.nextDouble() < truth(tuning.chosen()));
    }
    return chosen;
  }

  @Test
  void findsTheBestParametersAndStaysWithThem() {
    Parameters best = new Parameters(0.2, 4_096);
    int atFirst = play(100, best);
    play(1_400, best);
    int atLast = play(500, best);
    assertThat(atLast).isGreaterThan(350);
    assertThat(atFirst).isLessThan(60);
    Tuning tuning = tuner.choose(TaskKind.CODE_PROPOSAL);
    Tuning.Arm arm =
        tuning.arms().stream().filter(a -> a.parameters().equals(best)).findFirst().orElseThrow();
    assertThat(arm.expected()).isCloseTo(0.7, within(0.1));
    assertThat(arm.good() + arm.bad()).isLessThanOrEqualTo(Outcomes.MOST);
  }

  @Test
  void changesItsMindWhenTheWorldChanges() {
    play(1_500, STANDARD);
    Parameters nowBest = new Parameters(0.7, 2_048);
    int late = 0;
    for (int n = 0; n < 3_000; n++) {
      Tuning tuning = tuner.choose(TaskKind.CODE_PROPOSAL);
      tuner.learn(tuning, random.nextDouble() < (tuning.chosen().equals(nowBest) ? 0.9 : 0.1));
      late += n >= 2_500 && tuning.chosen().equals(nowBest) ? 1 : 0;
    }
    assertThat(late).isGreaterThan(400);
  }

  @Test
  void leavesTheChatAlone() {
    Tuning tuning = tuner.choose(TaskKind.CHAT);
    assertThat(tuning.tuned()).isFalse();
    assertThat(tuning.chosen()).isEqualTo(STANDARD);
    tuner.learn(tuning, true);
    assertThat(outcomes.of(TaskKind.CHAT)).isEmpty();
  }

  @Test
  void saysWhatItChoseAndWhy() {
    Tuning tuning = tuner.choose(TaskKind.SUMMARY);
    assertThat(tuning.tuned()).isTrue();
    assertThat(tuning.arms()).hasSameSizeAs(TaskKind.SUMMARY.grid());
    double highest = tuning.arms().stream().mapToDouble(Tuning.Arm::drawn).max().orElseThrow();
    assertThat(tuning.arms())
        .filteredOn(arm -> arm.drawn() == highest)
        .singleElement()
        .satisfies(arm -> assertThat(arm.parameters()).isEqualTo(tuning.chosen()));
    assertThat(tuning.reason()).contains("0 of 0 good");
  }

  @Test
  void drawsFromTheDistributionItSays() {
    double sum = 0;
    double squares = 0;
    int draws = 20_000;
    for (int n = 0; n < draws; n++) {
      double drawn = BetaDistribution.draw(3, 7, random);
      sum += drawn;
      squares += drawn * drawn;
    }
    double mean = sum / draws;
    assertThat(mean).isCloseTo(0.3, within(0.005));
    // a b / ((a + b)^2 (a + b + 1))
    assertThat(squares / draws - mean * mean).isCloseTo(21.0 / 1_100, within(0.001));
  }
}
