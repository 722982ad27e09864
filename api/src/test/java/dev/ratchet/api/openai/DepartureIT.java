package dev.ratchet.api.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.api.testing.RunningApi;
import dev.ratchet.assistant.model.LmStudioConfig;
import dev.ratchet.assistant.model.StubAnswer;
import dev.ratchet.assistant.model.StubModel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A client that leaves ends the model's work at once. */
@Timeout(120)
class DepartureIT {
  private static final Duration AT_ONCE = Duration.ofMillis(500);

  @TempDir static Path folder;
  static StubModel model;
  static RunningApi api;
  int before;

  @BeforeAll
  static void start() throws IOException {
    model = StubModel.start();
    api = new RunningApi(folder, LmStudioConfig.STANDARD.at(model.url()).withSlots(200, 400));
    CompletionsIT.requireGood(api);
  }

  @AfterAll
  static void stop() {
    api.close();
    model.close();
  }

  @BeforeEach
  void count() {
    before = model.cancellations();
  }

  @Test
  void endsTheCallWhenAClientLeavesInTheMiddleOfAStream() throws IOException {
    model.next(StubAnswer.words(10_000).atRate(20));
    try (Wire wire = Wire.asking(api, CompletionsIT.stream())) {
      wire.until("word ");
    }
    assertThat(left()).isTrue();
  }

  @Test
  void endsTheCallBeforeTheFirstToken() throws IOException {
    model.next(StubAnswer.of("late").delayed(Duration.ofSeconds(20)));
    Wire wire = Wire.asking(api, CompletionsIT.stream());
    awaitCall();
    wire.close();
    assertThat(left()).isTrue();
  }

  @Test
  void endsTheCallOfAnAnswerThatIsNotStreamed() throws IOException {
    model.next(StubAnswer.of("late").delayed(Duration.ofSeconds(20)));
    Wire wire = Wire.asking(api, CompletionsIT.plain());
    awaitCall();
    wire.reset();
    assertThat(left()).isTrue();
  }

  @Test
  void usesTheConnectionAgainForTheNextRequest() throws IOException {
    try (Wire wire = new Wire(api)) {
      for (int n = 0; n < 50; n++) {
        String body = n % 2 == 0 ? CompletionsIT.stream() : CompletionsIT.plain();
        wire.send(Wire.head(api, body.length(), "application/json")).send(body);
        wire.until(n % 2 == 0 ? "[DONE]\n\n\r\n0\r\n\r\n" : "\"total_tokens\":11}}");
      }
    }
    assertThat(model.cancellations()).isEqualTo(before);
  }

  @Test
  void loosesNoRequestThatWasSentAheadOfTheAnswer() throws IOException {
    model.next(StubAnswer.of("slow").delayed(Duration.ofMillis(300)));
    String body = CompletionsIT.plain();
    try (Wire wire = Wire.asking(api, body)) {
      awaitCall();
      wire.send(Wire.head(api, body.length(), "application/json")).send(body);
      String answer = wire.until("\"total_tokens\":8}}");
      assertThat(answer).contains("slow").containsIgnoringCase("Connection: close");
    }
    assertThat(model.cancellations()).isEqualTo(before);
  }

  @Test
  void endsTheCallsOfManyWhoLeaveTogether() throws IOException {
    List<Wire> wires = new ArrayList<>();
    for (int n = 0; n < 100; n++) {
      model.next(StubAnswer.of("late").delayed(Duration.ofSeconds(20)));
      wires.add(Wire.asking(api, n % 2 == 0 ? CompletionsIT.stream() : CompletionsIT.plain()));
    }
    assertThat(StubModel.await(Duration.ofSeconds(10), () -> model.active() == 100)).isTrue();
    for (Wire wire : wires) {
      wire.close();
    }
    assertThat(StubModel.await(Duration.ofSeconds(3), () -> model.active() == 0)).isTrue();
    assertThat(model.cancellations()).isEqualTo(before + 100);
  }

  private static void awaitCall() {
    assertThat(StubModel.await(Duration.ofSeconds(5), () -> model.active() == 1)).isTrue();
  }

  private boolean left() {
    return StubModel.await(AT_ONCE, () -> model.cancellations() == before + 1);
  }
}
