package dev.ratchet.assistant.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.ratchet.platform.metric.Metrics;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against a model server on a real socket that comes and goes. */
class ModelHealthIT {
  private static final Duration SOON = Duration.ofSeconds(5);

  private StubModel stub = StubModel.start();
  private final LmStudioConfig config =
      LmStudioConfig.STANDARD.at(stub.url()).withModel(StubModel.MODEL).withTries(1);
  private final ModelHealth health = new ModelHealth(config, Duration.ofMillis(50));
  private final ModelSlots slots = ModelSlots.own(2, 10);
  private final Metrics metrics = new Metrics();
  private final ModelGateway gateway =
      new ModelGateway(
          config, slots, health, List.of(new ModelMetrics(metrics, config).with(slots, health)));

  @AfterEach
  void close() {
    gateway.close();
    slots.close();
    health.close();
    metrics.close();
    stub.close();
  }

  private Heard ask() {
    Heard heard = new Heard();
    gateway.generate(
        ChatRequest.builder().messages(UserMessage.from("Hi")).build(), Lane.CHAT, "ada", heard);
    return heard;
  }

  private boolean becomes(ModelHealth.State state) {
    return StubModel.await(SOON, () -> health.status().state() == state);
  }

  @Test
  void probesAServerThatNobodyUsesOnceAndNotAllTheTime() throws Exception {
    assertThat(becomes(ModelHealth.State.UP)).isTrue();
    assertThat(health.status().models()).containsExactly(StubModel.MODEL);
    ask().completion();
    Thread.sleep(300);
    assertThat(stub.probes()).isLessThanOrEqualTo(2);
    assertThat(stub.requests()).hasSize(1);
  }

  @Test
  void refusesAtOnceWhileTheServerIsGoneAndUsesItAgainWhenItIsBack() {
    assertThat(becomes(ModelHealth.State.UP)).isTrue();
    int port = stub.port();
    stub.close();
    for (int n = 0; n < 5; n++) {
      assertThat(ask().failure().kind()).isEqualTo(ModelFailure.Kind.UNAVAILABLE);
    }
    assertThat(health.status().breaker()).isEqualTo(CircuitBreaker.State.OPEN);
    assertThat(health.status().state()).isEqualTo(ModelHealth.State.DOWN);
    ModelFailure refused = ask().failure();
    assertThat(refused.message()).contains("gets a pause");
    assertThat(refused.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(5));

    stub = StubModel.start(port);
    assertThat(
            StubModel.await(
                SOON, () -> health.status().breaker() == CircuitBreaker.State.HALF_OPEN))
        .isTrue();
    assertThat(ask().completion().text()).isEqualTo("Hello, world!");
    assertThat(health.status().breaker()).isEqualTo(CircuitBreaker.State.CLOSED);
  }

  @Test
  void doesNotBlameTheServerForAWrongRequest() {
    stub.usually(StubAnswer.status(400, Duration.ZERO, "{}"));
    for (int n = 0; n < 8; n++) {
      assertThat(ask().failure().kind()).isEqualTo(ModelFailure.Kind.REFUSED);
    }
    assertThat(health.status().breaker()).isEqualTo(CircuitBreaker.State.CLOSED);
    assertThat(health.status().errorRate()).isZero();
  }

  @Test
  void showsFiguresInTheMetrics() {
    stub.usually(StubAnswer.words(20).atRate(200));
    ask().completion();
    stub.next(StubAnswer.raw("text/html", "<html>"));
    ask().failure();
    String text = metrics.scrape();
    assertThat(text)
        .contains("ratchet_model_failures_total{agent=\"assistant\",kind=\"nonsense\"")
        .containsPattern(
            "ratchet_model_answer_seconds_bucket\\{agent=\"assistant\",model=\"stub-model\",le=\"0.5\"\\} 1")
        .contains("ratchet_model_first_token_seconds_count")
        .contains("ratchet_model_queue_seconds_count")
        .containsPattern("ratchet_model_tokens_per_second_bucket\\{[^}]*le=\"500.0\"\\} 1")
        .containsPattern("ratchet_model_waiting\\{lane=\"chat\"\\} 0")
        .containsPattern("ratchet_model_error_rate 0.5");
    assertThat(health.status().errorRate()).isEqualTo(0.5);
    assertThat(health.status().firstToken()).isPositive();
  }
}
