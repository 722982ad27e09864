package dev.ratchet.api.openai;

import static dev.ratchet.api.testing.RunningApi.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ratchet.api.testing.RunningApi;
import dev.ratchet.assistant.model.LmStudioConfig;
import dev.ratchet.assistant.model.StubAnswer;
import dev.ratchet.assistant.model.StubModel;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class CompletionsIT {
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
                .withTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(2))
                .withSlots(8, 64));
  }

  @AfterAll
  static void stop() {
    api.close();
    model.close();
  }

  @Test
  void passesRequestAndAnswerOnAsTheyAre() {
    String body =
        """
        {"model":"stub-model","messages":[{"role":"user","content":"Grüße"}], "top_k": 7,
         "tools":[{"type":"function","function":{"name":"f","parameters":{}}}]}""";
    HttpResponse<String> answer = ask(body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(json(answer).at("/choices/0/message/content").asText()).isEqualTo("Hello, world!");
    assertThat(json(answer).at("/usage/total_tokens").asInt()).isEqualTo(11);
    assertThat(model.requests().getLast().body()).isEqualTo(body);
    assertThat(model.requests().getLast().head()).doesNotContain(api.adminToken());
  }

  @Test
  void streamsEventsAsTheyAre() {
    HttpResponse<String> answer = ask(stream());
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/event-stream");
    List<String> events = List.of(answer.body().split("\n\n"));
    assertThat(events.getLast()).isEqualTo("data: [DONE]");
    assertThat(text(events)).isEqualTo("Hello, world!");
    assertThat(events).hasSize(8).allMatch(event -> event.startsWith("data: "));
  }

  @Test
  void takesMarkersAndThoughtsOut() {
    StubAnswer thinking = StubAnswer.of("<thi", "nk>hm</th", "ink>\n\nYes", " <", "b> 1 < 2");
    model.next(thinking);
    assertThat(text(List.of(ask(stream()).body().split("\n\n")))).isEqualTo("Yes <b> 1 < 2");
    model.next(thinking);
    assertThat(json(ask(plain())).at("/choices/0/message/content").asText())
        .isEqualTo("Yes <b> 1 < 2");
    model.next(thinking);
    HttpResponse<String> reasoned =
        ask(plain().replace("{\"model\"", "{\"include_reasoning\":true,\"model\""));
    assertThat(json(reasoned).at("/choices/0/message/reasoning_content").asText()).isEqualTo("hm");
    model.next(StubAnswer.of("a <", "thin"));
    assertThat(text(List.of(ask(stream()).body().split("\n\n")))).isEqualTo("a <thin");
  }

  private static String text(List<String> events) {
    StringBuilder text = new StringBuilder();
    for (String event : events.subList(0, events.size() - 1)) {
      try {
        JsonNode chunk = new ObjectMapper().readTree(event.substring(6));
        text.append(chunk.at("/choices/0/delta/content").asText(""));
      } catch (JsonProcessingException e) {
        throw new AssertionError(event, e);
      }
    }
    return text.toString();
  }

  static String plain() {
    return "{\"model\":\"stub-model\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  }

  static String stream() {
    return plain().replace("{\"model\"", "{\"stream\":true,\"model\"");
  }

  static void requireGood(RunningApi api) {
    HttpResponse<String> answer = api.post("/v1/chat/completions", plain());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private static HttpResponse<String> ask(String body) {
    return api.post("/v1/chat/completions", body);
  }
}
