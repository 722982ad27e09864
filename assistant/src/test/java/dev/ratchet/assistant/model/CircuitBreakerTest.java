package dev.ratchet.assistant.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1_000);
  private final CircuitBreaker breaker = new CircuitBreaker(clock::get);

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  private void fail(int times) {
    for (int n = 0; n < times; n++) {
      breaker.failed();
    }
  }

  @Test
  void opensAfterFiveFailuresInARow() {
    fail(4);
    breaker.succeeded();
    fail(4);
    assertThat(breaker.allows()).isTrue();
    fail(1);
    assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.OPEN);
    assertThat(breaker.allows()).isFalse();
    assertThat(breaker.retryAfter()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void opensWhenMostOfTheLastCallsFailed() {
    for (int n = 0; n < 10; n++) {
      breaker.succeeded();
      breaker.failed();
    }
    assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.CLOSED);
    for (int n = 0; n < 2; n++) {
      breaker.failed();
      breaker.failed();
      breaker.failed();
      breaker.succeeded();
    }
    breaker.failed();
    assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.OPEN);
  }

  @Test
  void letsOneTryAfterThePauseAndWaitsLongerWhenThatFails() {
    fail(5);
    pass(Duration.ofSeconds(5));
    assertThat(breaker.allows()).isTrue();
    assertThat(breaker.allows()).isFalse();
    fail(1);
    pass(Duration.ofSeconds(9));
    assertThat(breaker.allows()).isFalse();
    pass(Duration.ofSeconds(1));
    assertThat(breaker.allows()).isTrue();
    breaker.succeeded();
    assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.CLOSED);
    assertThat(breaker.allows()).isTrue();
  }

  @Test
  void neverPausesLongerThanAMinute() {
    fail(5);
    for (int n = 0; n < 10; n++) {
      pass(Duration.ofMinutes(1));
      assertThat(breaker.allows()).isTrue();
      fail(1);
    }
    assertThat(breaker.retryAfter()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void letsAnotherTryWhenTheFirstSaidNothing() {
    fail(5);
    pass(Duration.ofSeconds(5));
    assertThat(breaker.allows()).isTrue();
    breaker.undecided();
    assertThat(breaker.allows()).isTrue();
    pass(Duration.ofMinutes(9));
    assertThat(breaker.allows()).isFalse();
    pass(Duration.ofMinutes(1));
    assertThat(breaker.allows()).isTrue();
  }

  @Test
  void aServerThatAnswersAgainIsTriedAtOnce() {
    fail(5);
    breaker.answersAgain();
    assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.HALF_OPEN);
    assertThat(breaker.allows()).isTrue();
  }
}
