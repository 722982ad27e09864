package dev.ratchet.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ratchet.platform.control.Latch;
import dev.ratchet.worker.EmergencyGuard.State;
import io.temporal.failure.ApplicationFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmergencyGuardTest {
  @TempDir Path folder;
  private Latch latch;
  private final TemporalDouble temporal = new TemporalDouble();
  private final List<String> kills = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-23T12:00:00Z");
  private EmergencyGuard guard;

  /** Temporal as the guard sees it. */
  private static final class TemporalDouble implements EmergencyGuard.StopRecord {
    boolean reachable = true;
    boolean open;

    @Override
    public boolean engaged() {
      if (!reachable) {
        throw new IllegalStateException("connection refused");
      }
      return open;
    }

    @Override
    public void engage(Latch.Order order) {
      open = true;
    }
  }

  @BeforeEach
  void guard() {
    latch = new Latch(folder.resolve("emergency-stop"));
    guard = new EmergencyGuard(latch, temporal, kills::add, () -> now);
  }

  @Test
  void admitsNothingBeforeItHasLooked() {
    assertThatThrownBy(guard::admit).isInstanceOf(ApplicationFailure.class);
    guard.look();
    assertThatCode(guard::admit).doesNotThrowAnyException();
  }

  @Test
  void aRefusalIsRetriedUntilTheRelease() {
    latch.engage("anna", "stop", now);
    assertThatThrownBy(guard::admit)
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> {
              assertThat(failure.isNonRetryable()).isFalse();
              assertThat(failure.getType()).isEqualTo("EmergencyStop");
            });
  }

  @Test
  void theLatchAloneStopsAtOnceAndTemporalHearsOfIt() {
    guard.look();
    Latch.Order order = latch.engage("anna", "stop", now);
    guard.glance();
    assertThat(kills).containsExactly("emergency stop");
    assertThat(guard.obeys()).contains(order.id());
    guard.look();
    assertThat(temporal.open).isTrue();
  }

  @Test
  void temporalAloneStops() {
    guard.look();
    temporal.open = true;
    guard.look();
    assertThat(kills).isNotEmpty();
    assertThatThrownBy(guard::admit).hasMessageContaining("engaged");
  }

  @Test
  void isReleasedOnlyWhenBothWereReadAndAreOpen() {
    latch.engage("anna", "stop", now);
    guard.look();
    latch.release();
    guard.look();
    assertThat(guard.state()).isInstanceOf(State.Engaged.class);
    temporal.reachable = false;
    guard.look();
    assertThat(guard.state()).isInstanceOf(State.Engaged.class);
    temporal.reachable = true;
    temporal.open = false;
    guard.look();
    assertThat(guard.state()).isInstanceOf(State.Clear.class);
  }

  @Test
  void withoutTemporalNothingStartsAndAfterHalfAMinuteAllIsKilled() {
    guard.look();
    temporal.reachable = false;
    guard.look();
    assertThatThrownBy(guard::admit).hasMessageContaining("Temporal cannot be read");
    now = now.plus(Duration.ofSeconds(29));
    guard.look();
    assertThat(kills).isEmpty();
    now = now.plus(Duration.ofSeconds(2));
    guard.look();
    assertThat(kills).isNotEmpty();
    temporal.reachable = true;
    guard.look();
    assertThatCode(guard::admit).doesNotThrowAnyException();
  }

  @Test
  void theLatchStopsWithTemporalGoneToo() {
    guard.look();
    temporal.reachable = false;
    latch.engage("anna", "stop", now);
    guard.look();
    assertThat(guard.state()).isInstanceOf(State.Engaged.class);
    assertThat(kills).isNotEmpty();
  }
}
