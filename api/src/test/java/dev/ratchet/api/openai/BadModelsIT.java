package dev.ratchet.api.openai;

import static dev.ratchet.api.testing.RunningApi.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ratchet.api.testing.RunningApi;
import dev.ratchet.assistant.model.LmStudioConfig;
import dev.ratchet.assistant.model.StubAnswer;
import dev.ratchet.assistant.model.StubAnswer.End;
import dev.ratchet.assistant.model.StubModel;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a client is told when the model server does otherwise than it should. */
@Timeout(120)
class BadModelsIT {
  @TempDir static Path folder;
  static StubModel model;
  static RunningApi api;

  @BeforeAll
  static void start() {
    model = StubModel.start();
    api =
        new RunningApi(
            folder,
            LmStudioConfig.STANDARD
                .at(model.url())
                .withTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(1))
                .withSlots(8, 64));
  }

  @AfterAll
  static void stop() {
    api.close();
    model.close();
  }

  /** Nothing may be stuck: the next request is served. */
  @AfterEach
  void servesTheNext() {
    // Often enough that the breaker does not take these tests for a server in trouble.
    for (int n = 0; n < 10; n++) {
      CompletionsIT.requireGood(api);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "400|{\"error\":{\"code\":400,\"message\":\"the request exceeds the available context size, try increasing it\",\"type\":\"exceed_context_size_error\"}}|400|context_length_exceeded",
        "400|{\"error\":\"Trying to keep the first 9000 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens\"}|400|context_length_exceeded",
        "400|{\"object\":\"error\",\"message\":\"This model's maximum context length is 4096 tokens. However, you requested 9000 tokens\"}|400|context_length_exceeded",
        "400|{\"error\":{\"message\":\"bad grammar\"}}|400|model_refused",
        "404|{\"error\":{\"message\":\"model 'x' not found\"}}|404|model_not_found",
        "404|<html>nothing here</html>|502|model_failed",
        "401|{\"error\":\"no\"}|502|model_key",
        "422|{\"detail\":\"what\"}|400|model_refused",
        "429|{\"error\":\"later\"}|429|rate_limit_exceeded",
        "500|boom|502|model_failed",
        "503|{\"error\":{\"message\":\"Loading model\"}}|503|model_busy",
      })
  void saysWhatTheModelServerRefused(int said, String body, int status, String code) {
    for (String request : new String[] {CompletionsIT.plain(), CompletionsIT.stream()}) {
      model.next(StubAnswer.status(said, Duration.ofSeconds(7), body));
      HttpResponse<String> answer = ask(request);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
      assertThat(error(answer).path("code").asText()).isEqualTo(code);
      if (status == 429 || status == 503) {
        assertThat(answer.headers().firstValue("Retry-After")).contains("7");
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"{\"choices\":[{\"mess", "hello", "``", "[]", "{}", "{\"choices\":[]} {}", "null"})
  void takesNoNonsenseForAnAnswer(String body) {
    model.next(StubAnswer.raw("application/json", body.isEmpty() ? " " : body));
    HttpResponse<String> answer = ask(CompletionsIT.plain());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(502);
    assertThat(error(answer).path("code").asText()).isEqualTo("model_failed");
    model.next(StubAnswer.raw("text/event-stream", "data: " + body + "\n\n"));
    assertThat(ask(CompletionsIT.stream()).statusCode()).isEqualTo(502);
    model.next(StubAnswer.raw("application/json", body.isEmpty() ? " " : body));
    assertThat(ask(CompletionsIT.stream()).statusCode()).isEqualTo(502);
  }

  @ParameterizedTest
  @EnumSource(
      value = End.class,
      names = {"DIE", "STALL", "HALF_JSON", "BROKEN_JSON", "ERROR"})
  void saysInTheStreamThatItBrokeOff(End how) {
    model.next(StubAnswer.words(6).atRate(20).ending(3, how));
    HttpResponse<String> answer = ask(CompletionsIT.stream());
    if (answer.statusCode() == 502) {
      // It came so fast that nothing had gone out yet.
      assertThat(error(answer).path("code").asText()).isEqualTo("model_failed");
      return;
    }
    List<String> events = answer.body().lines().filter(line -> !line.isEmpty()).toList();
    assertThat(answer.body()).contains("word ").doesNotContain("[DONE]");
    assertThat(events.getLast()).startsWith("data: {\"error\":{\"message\":");
  }

  @Test
  void saysThatTheModelIsTooSlow() {
    model.next(StubAnswer.of("late").delayed(Duration.ofSeconds(20)));
    HttpResponse<String> answer = ask(CompletionsIT.stream());
    assertThat(answer.statusCode()).isEqualTo(504);
    assertThat(error(answer).path("code").asText()).isEqualTo("model_too_slow");
    model.next(StubAnswer.of("late").delayed(Duration.ofSeconds(20)));
    answer = ask(CompletionsIT.plain().replace("{\"model\"", "{\"max_tokens\":1,\"model\""));
    assertThat(answer.statusCode()).isEqualTo(504);
  }

  @Test
  void triesAgainWhenTheConnectionBreaksBeforeTheAnswer() {
    model.dropConnections();
    assertThat(ask(CompletionsIT.plain()).statusCode()).isEqualTo(200);
  }

  @Test
  void saysThatTheModelIsAwayAndComesBackWithIt() {
    int port = model.port();
    model.close();
    HttpResponse<String> answer = ask(CompletionsIT.plain());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    assertThat(error(answer).path("code").asText()).isEqualTo("model_away");
    assertThat(api.get("/v1/models").statusCode()).isIn(200, 503);
    model = StubModel.start(port);
  }

  @Test
  void passesTenThousandTokensASecondOn() {
    model.next(StubAnswer.words(20_000).atRate(10_000));
    HttpResponse<String> answer = ask(CompletionsIT.stream());
    assertThat(answer.body().split("word ", -1)).hasSize(20_001);
    assertThat(answer.body()).endsWith("data: [DONE]\n\n");
  }

  private static HttpResponse<String> ask(String body) {
    return api.post("/v1/chat/completions", body);
  }

  private static JsonNode error(HttpResponse<String> answer) {
    return json(answer).path("error");
  }
}
