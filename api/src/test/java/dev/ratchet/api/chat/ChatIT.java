package dev.ratchet.api.chat;

import static dev.ratchet.api.testing.RunningApi.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ratchet.api.testing.RunningApi;
import dev.ratchet.assistant.model.LmStudioConfig;
import dev.ratchet.assistant.model.StubAnswer;
import dev.ratchet.assistant.model.StubModel;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The conversation over real sockets, Redis and a model server that follows a script. */
@Timeout(120)
class ChatIT {
  @TempDir static Path folder;
  static StubModel model;
  static RunningApi api;

  @BeforeAll
  static void start() {
    model = StubModel.start();
    api = new RunningApi(folder, LmStudioConfig.STANDARD.at(model.url()));
  }

  @AfterAll
  static void stop() {
    api.close();
    model.close();
  }

  private static HttpResponse<String> chat(String json) {
    return api.post("/api/v1/chat", json);
  }

  private static String stream(String turn, String message) {
    return "{\"message\":\"%s\",\"turn\":\"%s\",\"stream\":true}".formatted(message, turn);
  }

  @Test
  void answersWholeAndRemembersTheTurn() {
    JsonNode first = json(chat("{\"message\":\"Say hello\",\"turn\":\"whole-1\"}"));
    assertThat(first.path("text").asText()).isEqualTo("Hello, world!");
    assertThat(first.path("finishReason").asText()).isEqualTo("stop");
    String session = first.path("session").asText();
    int asked = model.requests().size();

    JsonNode again = json(chat("{\"message\":\"Say hello\",\"turn\":\"whole-1\"}"));
    assertThat(again.path("text").asText()).isEqualTo("Hello, world!");
    assertThat(again.path("session").asText()).isEqualTo(session);
    assertThat(model.requests()).hasSize(asked);

    json(chat("{\"message\":\"And now?\",\"session\":\"%s\"}".formatted(session)));
    String prompt = model.requests().getLast().body();
    assertThat(prompt).contains("Say hello", "Hello, world!", "And now?");
  }

  @Test
  void theSameTurnInParallelIsOne() {
    model.next(StubAnswer.of("one", " two", " three").atRate(5));
    int asked = model.requests().size();
    String body = "{\"message\":\"Count\",\"turn\":\"parallel-1\"}";
    CompletableFuture<JsonNode> other = CompletableFuture.supplyAsync(() -> json(chat(body)));
    JsonNode here = json(chat(body));
    JsonNode there = other.join();
    assertThat(here.path("text").asText()).isEqualTo("one two three");
    assertThat(there.path("text")).isEqualTo(here.path("text"));
    assertThat(there.path("session")).isEqualTo(here.path("session"));
    assertThat(model.requests()).hasSize(asked + 1);
  }

  @Test
  void streamsEventsThatCanBeReadOnFromAnyOfThem() {
    HttpResponse<String> all = chat(stream("stream-1", "Hello?"));
    assertThat(all.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
    assertThat(all.body())
        .startsWith("id: 1\nevent: session\ndata: {\"session\":\"")
        .contains("event: started\n", "event: text\n", "event: done\n", "\"usage\":{")
        .endsWith("\n\n");
    String tail = all.body().substring(all.body().indexOf("id: 3\n"));
    HttpResponse<String> rest =
        api.send(api.request("/api/v1/chat/stream-1/events").header("Last-Event-ID", "2"));
    assertThat(rest.body()).isEqualTo(tail);
  }

  @Test
  void stopEndsTheModelsCallAtOnceAndKeepsWhatThereIs() throws Exception {
    model.next(StubAnswer.words(1_000).atRate(20));
    int cancelled = model.cancellations();
    try (InputStream events = open("stop-1")) {
      await(events, "event: text");
      long begun = System.nanoTime();
      assertThat(api.post("/api/v1/chat/stop-1/stop", "").statusCode()).isEqualTo(202);
      String rest = new String(events.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(rest).contains("\"finishReason\":\"stopped\"");
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
    }
    assertThat(StubModel.await(Duration.ofSeconds(2), () -> model.cancellations() > cancelled))
        .isTrue();
    JsonNode kept = json(chat("{\"message\":\"Hello?\",\"turn\":\"stop-1\"}"));
    assertThat(kept.path("text").asText()).startsWith("word ");
    assertThat(kept.path("partial").asBoolean()).isTrue();
  }

  @Test
  void whoLeavesHasAWhileToComeBackAndThenTheCallEnds() throws Exception {
    model.next(StubAnswer.words(10_000).atRate(20));
    int cancelled = model.cancellations();
    InputStream events = open("leave-1");
    await(events, "event: text");
    events.close();
    Thread.sleep(1_000);
    assertThat(model.cancellations()).isEqualTo(cancelled);
    assertThat(StubModel.await(Duration.ofSeconds(10), () -> model.cancellations() > cancelled))
        .isTrue();
  }

  @Test
  void anAnswerThatBreaksOffIsKeptAsPartial() {
    model.next(StubAnswer.of("half", " an").ending(2, StubAnswer.End.DIE));
    HttpResponse<String> broken = chat("{\"message\":\"Whole?\",\"turn\":\"half-1\"}");
    assertThat(broken.statusCode()).isEqualTo(200);
    JsonNode answer = json(broken);
    assertThat(answer.path("text").asText()).startsWith("half");
    assertThat(answer.path("partial").asBoolean()).isTrue();
    assertThat(answer.path("error").asText()).isNotEmpty();
  }

  @Test
  void recallsAcrossSessionsAndForgets() {
    model.next(StubAnswer.of("Noted: the boat is called Marlene."));
    json(chat("{\"message\":\"My boat is called Marlene\",\"turn\":\"boat-1\"}"));
    JsonNode found =
        until(
            () -> json(api.get("/api/v1/memories/search?q=what+is+my+boat+called")),
            answer -> !answer.path("memories").isEmpty());
    assertThat(found.at("/memories/0/turn").asText()).isEqualTo("boat-1");
    assertThat(found.at("/memories/0/why").asText()).isNotEmpty();

    JsonNode asked = json(chat("{\"message\":\"What is my boat called?\"}"));
    assertThat(asked.path("recalled")).isNotEmpty();
    assertThat(model.requests().getLast().body()).contains("Marlene");

    assertThat(api.delete("/api/v1/memories/boat-1").statusCode()).isEqualTo(204);
    assertThat(api.delete("/api/v1/memories/boat-1").statusCode()).isEqualTo(404);
    assertThat(api.get("/api/v1/memories?limit=100").body()).doesNotContain("\"boat-1\"");
  }

  @Test
  void anEarlierAnswerStandsInForAModelThatIsGone() {
    model.next(StubAnswer.of("Seven of them."));
    json(chat("{\"message\":\"How many dwarfs are there?\",\"turn\":\"dwarfs-1\"}"));
    until(
        () -> json(api.get("/api/v1/memories/search?q=dwarfs")),
        answer -> !answer.path("memories").isEmpty());
    for (int i = 0; i < LmStudioConfig.STANDARD.tries(); i++) {
      model.next(StubAnswer.status(503, Duration.ZERO, "{}"));
    }
    JsonNode answer = json(chat("{\"message\":\"how many dwarfs are there\"}"));
    assertThat(answer.path("text").asText()).isEqualTo("Seven of them.");
    assertThat(answer.path("degraded").asText()).isEqualTo("cached");
  }

  @Test
  void saysWhatIsWrongWithAQuestion() {
    assertProblem("{}", 400, "'message' must not be empty");
    assertProblem("{\"mesage\":\"a\"}", 400, "did you mean 'message'");
    assertProblem("{\"message\":\"a\",\"turn\":\"A B\"}", 400, "'turn' must have");
    assertProblem("{\"message\":\"a\",\"session\":\"none\"}", 404, "there is no session 'none'");
    assertProblem("{\"message\":\"a\",\"agent\":\"bob\"}", 404, "there are assistant, improver");
    assertThat(api.get("/api/v1/chat/never-1/events").statusCode()).isEqualTo(404);
    assertThat(api.post("/api/v1/chat/never-1/stop", "").statusCode()).isEqualTo(404);
  }

  private static void assertProblem(String body, int status, String detail) {
    HttpResponse<String> refused = chat(body);
    assertThat(refused.statusCode()).isEqualTo(status);
    assertThat(json(refused).path("detail").asText()).contains(detail);
  }

  @Test
  void anotherUsersSessionAndTurnAreNotThere() {
    String session =
        json(chat("{\"message\":\"Mine\",\"turn\":\"mine-1\"}")).path("session").asText();
    String token =
        json(api.post("/api/v1/tokens", "{\"id\":\"eve\",\"role\":\"USER\"}"))
            .path("token")
            .asText();
    assertThat(as(token, "{\"message\":\"a\",\"session\":\"%s\"}".formatted(session)).statusCode())
        .isEqualTo(404);
    assertThat(as(token, "{\"message\":\"a\",\"agent\":\"improver\"}").statusCode()).isEqualTo(403);
    HttpRequest.Builder events =
        HttpRequest.newBuilder(api.uri("/api/v1/chat/mine-1/events"))
            .header("Authorization", "Bearer " + token);
    assertThat(api.send(events).statusCode()).isEqualTo(404);
  }

  /** Asks until the answer is the one that is waited for; memories are indexed right behind. */
  private static JsonNode until(Supplier<JsonNode> ask, Predicate<JsonNode> wanted) {
    AtomicReference<JsonNode> answer = new AtomicReference<>();
    assertThat(
            StubModel.await(
                Duration.ofSeconds(20),
                () -> {
                  answer.set(ask.get());
                  return wanted.test(answer.get());
                }))
        .isTrue();
    return answer.get();
  }

  private static HttpResponse<String> as(String token, String json) {
    return api.send(
        HttpRequest.newBuilder(api.uri("/api/v1/chat"))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  @Test
  void theImproverStartsARunOnlyWhenThePersonAgrees() {
    api.post("/api/v1/targets", "{\"location\":\"/repos/csv\"}");
    model.next(
        StubAnswer.of(
            "{\"name\": \"start_run\", \"arguments\": {\"target\": \"csv\", \"only\":"
                + " \"PERFORMANCE\"}}"));
    JsonNode asks =
        json(
            chat(
                "{\"message\":\"improve the csv repository, only performance\","
                    + "\"agent\":\"improver\"}"));
    assertThat(asks.path("text").asText()).contains("only improvements of the type PERFORMANCE");
    assertThat(json(api.get("/api/v1/runs?target=csv")).path("runs")).isEmpty();
    String confirm =
        "{\"agent\":\"improver\",\"session\":\"%s\",\"confirm\":\"%s\"}"
            .formatted(asks.path("session").asText(), asks.at("/tools/0/action").asText());
    assertThat(json(chat(confirm)).path("text").asText()).contains("The run csv-1 has begun");
    assertThat(json(chat(confirm)).path("text").asText()).contains("nothing to confirm");
    assertThat(json(api.get("/api/v1/runs/csv-1")).path("state").asText()).isEqualTo("RUNNING");
    api.post("/api/v1/runs/csv-1/stop", "{\"reason\":\"seen\"}");
  }

  @Test
  void aToolsResultComesBackToTheModel() {
    model.next(StubAnswer.of("{\"name\": \"list_runs\", \"arguments\": {}}"));
    model.next(StubAnswer.of("There are none."));
    JsonNode answer = json(chat("{\"message\":\"Which runs?\",\"agent\":\"improver\"}"));
    assertThat(answer.path("text").asText()).isEqualTo("There are none.");
    assertThat(answer.at("/tools/0/name").asText()).isEqualTo("list_runs");
  }

  private static InputStream open(String turn) {
    return api.send(
            api.request("/api/v1/chat")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(stream(turn, "Hello?"))),
            HttpResponse.BodyHandlers.ofInputStream())
        .body();
  }

  private static void await(InputStream events, String text) throws IOException {
    StringBuilder seen = new StringBuilder();
    int next;
    while (seen.indexOf(text) < 0 && (next = events.read()) >= 0) {
      seen.append((char) next);
    }
    assertThat(seen).contains(text);
  }
}
