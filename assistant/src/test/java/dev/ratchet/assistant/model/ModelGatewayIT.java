package dev.ratchet.assistant.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against a model server on a real socket. */
class ModelGatewayIT {
  private static final Duration SOON = Duration.ofSeconds(5);

  private final StubModel stub = StubModel.start();
  private final ModelSlots slots = ModelSlots.own(1, 16);
  private final List<Generated> observed = new CopyOnWriteArrayList<>();
  private ModelHealth health;
  private ModelGateway gateway = gateway(config());

  private LmStudioConfig config() {
    return LmStudioConfig.STANDARD
        .at(stub.url())
        .withModel(StubModel.MODEL)
        .withTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(10));
  }

  private LmStudioConfig impatient() {
    return config().withTimeouts(Duration.ofMillis(700), Duration.ofMillis(400));
  }

  private ModelGateway gateway(LmStudioConfig config) {
    if (health != null) {
      health.close();
    }
    health = new ModelHealth(config);
    return new ModelGateway(config, slots, health, List.of(observed::add));
  }

  private void replaceGateway(LmStudioConfig config) {
    gateway.close();
    gateway = gateway(config);
  }

  @AfterEach
  void close() {
    gateway.close();
    slots.close();
    health.close();
    stub.close();
  }

  private Heard ask() {
    Heard heard = new Heard();
    start(heard);
    return heard;
  }

  private Generation start(GenerationListener listener) {
    return gateway.generate(request().build(), Lane.CHAT, "ada", listener);
  }

  private static ChatRequest.Builder request() {
    return ChatRequest.builder().messages(UserMessage.from("Hi"));
  }

  @Test
  void passesAnAnswerOnPieceByPiece() {
    Heard heard = ask();
    Completion completion = heard.completion();
    assertThat(completion.text()).isEqualTo("Hello, world!").isEqualTo(heard.text());
    assertThat(heard.pieces()).isEqualTo(4);
    assertThat(completion.finishReason()).isEqualTo("stop");
    assertThat(completion.model()).isEqualTo(StubModel.MODEL);
    assertThat(completion.promptTokens()).isEqualTo(7);
    assertThat(completion.completionTokens()).isEqualTo(4);
    assertThat(completion.firstToken()).isPositive().isLessThanOrEqualTo(completion.total());
    assertThat(heard.order()).startsWith("started").endsWith("completed");
    assertThat(observed)
        .singleElement()
        .satisfies(
            figures -> {
              assertThat(figures.well()).isTrue();
              assertThat(figures.tries()).isEqualTo(1);
              assertThat(figures.tokens()).isEqualTo(4);
              assertThat(figures.agent()).isEqualTo("assistant");
            });
  }

  @Test
  void asksWithTheConfigurationsParametersUnlessTheRequestHasItsOwn() {
    ask().completion();
    Heard own = new Heard();
    gateway.generate(request().temperature(0.1).maxOutputTokens(5).build(), Lane.CHAT, "ada", own);
    own.completion();
    assertThat(stub.requests().get(0).body())
        .containsPattern("\"temperature\"\\s*:\\s*0.7")
        .containsPattern("\"max_tokens\"\\s*:\\s*2048")
        .containsPattern("\"model\"\\s*:\\s*\"stub-model\"");
    assertThat(stub.requests().get(1).body())
        .containsPattern("\"temperature\"\\s*:\\s*0.1")
        .containsPattern("\"max_tokens\"\\s*:\\s*5");
    assertThat(stub.requests().get(0).head()).contains("HTTP/1.1").doesNotContain("Upgrade");
  }

  @Test
  void triesAgainBeforeTheFirstToken() {
    stub.next(StubAnswer.status(503, Duration.ZERO, "{}"))
        .next(StubAnswer.of().ending(0, StubAnswer.End.DIE));
    Heard heard = ask();
    assertThat(heard.completion().text()).isEqualTo("Hello, world!");
    assertThat(stub.requests()).hasSize(3);
    assertThat(heard.order().stream().filter("started"::equals)).hasSize(1);
  }

  @Test
  void givesUpAfterTheConfiguredTries() {
    replaceGateway(config().withTries(2));
    stub.usually(StubAnswer.status(500, Duration.ZERO, "{\"error\":\"crashed\"}"));
    Heard heard = ask();
    assertThat(heard.failure().kind()).isEqualTo(ModelFailure.Kind.UNAVAILABLE);
    assertThat(heard.partial()).isFalse();
    assertThat(stub.requests()).hasSize(2);
  }

  @Test
  void waitsAsLongAsTheServerAsksAndNotForEver() {
    stub.next(StubAnswer.status(429, Duration.ofSeconds(1), "{}"));
    long before = System.nanoTime();
    ask().completion();
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofSeconds(1));

    stub.usually(StubAnswer.status(429, Duration.ofSeconds(90), "{}"));
    ModelFailure failure = ask().failure();
    assertThat(failure.kind()).isEqualTo(ModelFailure.Kind.QUEUE_FULL);
    assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(90));
    assertThat(stub.requests()).hasSize(3);
  }

  @Test
  void neverTriesAgainAfterTheFirstToken() {
    stub.next(StubAnswer.words(10).ending(3, StubAnswer.End.DIE));
    Heard heard = ask();
    assertThat(heard.failure().kind()).isEqualTo(ModelFailure.Kind.UNAVAILABLE);
    assertThat(heard.partial()).isTrue();
    assertThat(heard.text()).isEqualTo("word word word ");
    assertThat(stub.requests()).hasSize(1);
  }

  @Test
  void tellsAWrongRequestFromAServerInTrouble() {
    stub.next(StubAnswer.status(400, Duration.ZERO, "{\"error\":\"exceeds the context length\"}"));
    ModelFailure tooLong = ask().failure();
    assertThat(tooLong.kind()).isEqualTo(ModelFailure.Kind.REFUSED);
    assertThat(tooLong.message()).contains("longer than the model's context");
    stub.next(StubAnswer.status(404, Duration.ZERO, "{\"error\":\"model x not found\"}"));
    assertThat(ask().failure().message()).contains("does not have that model");
    stub.next(StubAnswer.status(401, Duration.ZERO, "{}"));
    assertThat(ask().failure().message()).contains("model.api-key");
    assertThat(stub.requests()).hasSize(3);
  }

  @Test
  void callsWhatIsNoAnswerNonsense() {
    for (StubAnswer nonsense :
        new StubAnswer[] {
          StubAnswer.raw("text/html", "<html>hello</html>"),
          StubAnswer.raw("application/json", "{\"choices\":[]}"),
          StubAnswer.raw("text/event-stream", "data: what is this\n\n"),
          StubAnswer.raw("text/event-stream", "once upon a time"),
          StubAnswer.raw("text/event-stream", "data: [DONE]\n\n"),
          StubAnswer.words(4).ending(2, StubAnswer.End.HALF_JSON),
          StubAnswer.words(4).ending(2, StubAnswer.End.BROKEN_JSON)
        }) {
      replaceGateway(config().withTries(1));
      stub.next(nonsense);
      assertThat(ask().failure().kind()).as("%s", nonsense).isEqualTo(ModelFailure.Kind.NONSENSE);
    }
  }

  @Test
  void seesAnAnswerThatEndsWithoutAnEnd() {
    stub.next(StubAnswer.words(4).ending(2, StubAnswer.End.STOP_SHORT));
    Heard heard = ask();
    assertThat(heard.failure().kind()).isEqualTo(ModelFailure.Kind.UNAVAILABLE);
    assertThat(heard.partial()).isTrue();
    stub.next(StubAnswer.words(4).ending(2, StubAnswer.End.ERROR));
    assertThat(ask().failure().message()).contains("reported an error");
  }

  @Test
  void waitsForTheFirstTokenFromWhenTheServerHasTheRequest() {
    replaceGateway(impatient().withTries(2));
    stub.usually(StubAnswer.of("late").thinking(Duration.ofSeconds(20)));
    long before = System.nanoTime();
    ModelFailure failure = ask().failure();
    assertThat(failure.kind()).isEqualTo(ModelFailure.Kind.TIMEOUT);
    assertThat(Duration.ofNanos(System.nanoTime() - before))
        .isBetween(Duration.ofMillis(1_400), Duration.ofSeconds(6));
    assertThat(StubModel.await(SOON, () -> stub.cancellations() == 2)).isTrue();
  }

  @Test
  void callsSilenceInTheMiddleATimeout() {
    replaceGateway(impatient());
    stub.next(StubAnswer.words(4).ending(2, StubAnswer.End.STALL));
    Heard heard = ask();
    assertThat(heard.failure().kind()).isEqualTo(ModelFailure.Kind.TIMEOUT);
    assertThat(heard.partial()).isTrue();
    assertThat(StubModel.await(SOON, () -> stub.cancellations() == 1)).isTrue();
  }

  @Test
  void doesNotCallASlowReaderASilentModel() {
    replaceGateway(impatient());
    stub.next(StubAnswer.words(3).atRate(1_000));
    Heard heard = new Heard();
    start(
        new GenerationListener() {
          @Override
          public void text(String piece) {
            try {
              Thread.sleep(600);
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }

          @Override
          public void completed(Completion completion) {
            heard.completed(completion);
          }

          @Override
          public void failed(ModelFailure failure, boolean partial) {
            heard.failed(failure, partial);
          }
        });
    assertThat(heard.completion().text()).isEqualTo("word word word ");
  }

  @Test
  void closesTheConnectionAtOnceWhenCancelled() {
    for (StubAnswer slow :
        new StubAnswer[] {
          StubAnswer.of("late").delayed(Duration.ofSeconds(20)),
          StubAnswer.of("late").thinking(Duration.ofSeconds(20)),
          StubAnswer.words(1_000).atRate(20),
        }) {
      int before = stub.cancellations();
      stub.next(slow);
      Heard heard = new Heard();
      Generation generation = start(heard);
      assertThat(StubModel.await(SOON, () -> stub.active() == 1)).isTrue();
      assertThat(StubModel.await(SOON, () -> heard.order().contains("started"))).isTrue();
      generation.cancel();
      assertThat(heard.failure().kind()).isEqualTo(ModelFailure.Kind.CANCELLED);
      assertThat(StubModel.await(SOON, () -> stub.cancellations() == before + 1)).isTrue();
    }
  }

  @Test
  void cancelsBetweenTwoTries() {
    stub.usually(StubAnswer.status(503, Duration.ofSeconds(9), "{}"));
    Heard heard = new Heard();
    Generation generation = start(heard);
    assertThat(StubModel.await(SOON, () -> stub.requests().size() == 1)).isTrue();
    generation.cancel();
    assertThat(heard.failure().kind()).isEqualTo(ModelFailure.Kind.CANCELLED);
    assertThat(stub.requests()).hasSize(1);
  }

  @Test
  void takesTenThousandTokensASecond() {
    stub.next(StubAnswer.words(10_000));
    Completion completion = ask().completion();
    assertThat(completion.text()).hasSize(50_000);
    assertThat(completion.completionTokens()).isEqualTo(10_000);
  }

  @Test
  void keepsThoughtsApart() {
    stub.next(
        StubAnswer.deltas(
            "\"reasoning_content\":\"one \"",
            "\"reasoning\":\"two \"",
            "\"content\":\"<thi\"",
            "\"content\":\"nk>three</think>\"",
            "\"content\":\"<|channel|>analysis<|message|>four<|end|><|start|>assistant\"",
            "\"content\":\"<|channel|>final<|mess\"",
            "\"content\":\"age|>Hello<|return|>\""));
    Heard heard = ask();
    assertThat(heard.completion().text()).isEqualTo("Hello").isEqualTo(heard.text());
    assertThat(heard.reasoning()).isEqualTo("one two threefour");
  }

  @Test
  void cleansTheNamesOfTools() {
    stub.next(
        StubAnswer.deltas(
                "\"tool_calls\":[{\"index\":0,\"id\":\"c1\",\"type\":\"function\",\"function\":{\"name\":\"functions.stop<|channel|>commentary\",\"arguments\":\"\"}}]",
                "\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"run\\\":7}\"}}]")
            .finishing("tool_calls"));
    Heard heard = new Heard();
    gateway.generate(
        request()
            .toolSpecifications(
                ToolSpecification.builder()
                    .name("stop")
                    .parameters(JsonObjectSchema.builder().addIntegerProperty("run").build())
                    .build())
            .build(),
        Lane.CHAT,
        "ada",
        heard);
    assertThat(heard.completion().toolCalls())
        .singleElement()
        .satisfies(
            call -> {
              assertThat(call.name()).isEqualTo("stop");
              assertThat(call.arguments()).isEqualTo("{\"run\":7}");
            });
    assertThat(heard.completion().finishReason()).isEqualTo("tool_calls");
  }

  @Test
  void saysThatNobodyIsThere() {
    replaceGateway(
        config().at(URI.create("http://127.0.0.1:" + closedPort() + "/v1")).withTries(2));
    ModelFailure failure = ask().failure();
    assertThat(failure.kind()).isEqualTo(ModelFailure.Kind.UNAVAILABLE);
    assertThat(failure.message()).startsWith("no model server answers at 127.0.0.1");
  }

  private static int closedPort() {
    try (StubModel gone = StubModel.start()) {
      return gone.port();
    }
  }

  @Test
  void usesAConnectionAgain() {
    for (int n = 0; n < 20; n++) {
      ask().completion();
    }
    assertThat(stub.connections()).isLessThan(4);
  }

  @Test
  void stopsForAListenerThatThrows() {
    stub.next(StubAnswer.words(1_000).atRate(50));
    Heard heard = new Heard();
    start(
        new GenerationListener() {
          @Override
          public void text(String piece) {
            throw new IllegalStateException("gone");
          }

          @Override
          public void completed(Completion completion) {
            heard.completed(completion);
          }

          @Override
          public void failed(ModelFailure failure, boolean partial) {
            heard.failed(failure, partial);
          }
        });
    assertThat(heard.failure().kind()).isEqualTo(ModelFailure.Kind.CANCELLED);
    assertThat(StubModel.await(SOON, () -> stub.cancellations() == 1)).isTrue();
  }

  @Test
  void asksTheServerOneAfterTheOtherAndTellsThePosition() {
    stub.usually(StubAnswer.words(3).atRate(5));
    List<Heard> all = new ArrayList<>();
    for (int n = 0; n < 4; n++) {
      all.add(ask());
    }
    all.forEach(Heard::completion);
    assertThat(stub.mostActive()).isEqualTo(1);
    assertThat(all.get(3).positions()).startsWith(3).endsWith(1);
    assertThat(all.get(3).completion().queued()).isGreaterThan(Duration.ofSeconds(1));
    assertThat(slots.busy()).isZero();
  }

  @Test
  void refusesWhenTooManyWaitAndForgetsWhoLeaves() {
    stub.usually(StubAnswer.words(100).atRate(20));
    List<Generation> running = new ArrayList<>();
    Heard first = new Heard();
    running.add(start(first));
    assertThat(StubModel.await(SOON, () -> stub.active() == 1)).isTrue();
    List<Heard> waiting = new ArrayList<>();
    for (int n = 0; n < 16; n++) {
      Heard heard = new Heard();
      waiting.add(heard);
      running.add(gateway.generate(request().build(), Lane.CHAT, "user " + n, heard));
    }
    Heard tooMuch = new Heard();
    gateway.generate(request().build(), Lane.CHAT, "late", tooMuch);
    assertThat(tooMuch.failure().kind()).isEqualTo(ModelFailure.Kind.QUEUE_FULL);
    assertThat(tooMuch.failure().retryAfter()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    running.reversed().forEach(Generation::cancel);
    waiting.forEach(
        heard -> assertThat(heard.failure().kind()).isEqualTo(ModelFailure.Kind.CANCELLED));
    assertThat(first.failure().kind()).isEqualTo(ModelFailure.Kind.CANCELLED);
    assertThat(StubModel.await(SOON, () -> slots.busy() == 0)).isTrue();
    assertThat(slots.waiting(Lane.CHAT)).isZero();
    assertThat(stub.requests()).hasSize(1);
  }

  @Test
  void endsWhatIsUnderWayWhenItCloses() {
    stub.usually(StubAnswer.words(1_000).atRate(50));
    Heard running = ask();
    Heard waiting = ask();
    assertThat(StubModel.await(SOON, () -> running.pieces() > 0)).isTrue();
    gateway.close();
    assertThat(running.failure().kind()).isEqualTo(ModelFailure.Kind.UNAVAILABLE);
    assertThat(running.partial()).isTrue();
    assertThat(waiting.failure().message()).contains("stopped");
    // The one that waited may have been let in before it was stopped.
    assertThat(StubModel.await(SOON, () -> stub.cancellations() > 0 && stub.active() == 0))
        .isTrue();
  }
}
