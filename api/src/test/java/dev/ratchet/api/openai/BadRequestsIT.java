package dev.ratchet.api.openai;

import static dev.ratchet.api.testing.RunningApi.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ratchet.api.testing.RunningApi;
import dev.ratchet.assistant.model.LmStudioConfig;
import dev.ratchet.assistant.model.StubAnswer;
import dev.ratchet.assistant.model.StubModel;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every error in OpenAI's shape, nothing stuck, nothing lost. */
@Timeout(180)
class BadRequestsIT {
  @TempDir static Path folder;
  static StubModel model;
  static RunningApi api;

  @BeforeAll
  static void start() {
    model = StubModel.start();
    api = new RunningApi(folder, LmStudioConfig.STANDARD.at(model.url()).withSlots(200, 400));
  }

  @AfterAll
  static void stop() {
    api.close();
    model.close();
  }

  @AfterEach
  void servesTheNext() {
    CompletionsIT.requireGood(api);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|body",
        "{}|model",
        "[]|body",
        "null|body",
        "{\"model\":\"stub-model\"|body",
        "{\"model\":\"stub-model\"} x|body",
        "{\"model\":\"stub-model\"}|messages",
        "{\"model\":7}|model",
        "{\"model\":\"stub-model\",\"model\":\"other\"}|model",
        "{\"model\":\"stub-model\",\"messages\":[]}|messages",
        "{\"model\":\"stub-model\",\"messages\":{}}|messages",
        "{\"model\":\"stub-model\",\"messages\":[7]}|messages",
        "{\"model\":\"stub-model\",\"messages\":[{\"content\":\"x\"}]}|messages[0].role",
        "{\"model\":\"stub-model\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"},{\"role\":\"king\",\"content\":\"x\"}]}|messages[1].role",
        "{\"model\":\"stub-model\",\"messages\":[{\"role\":\"user\",\"content\":7}]}|messages[0].content",
        "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"messages\":[{\"role\":\"user\",\"content\":\"y\"}]}|messages",
        "{\"n\":2}|n",
        "{\"n\":-1}|n",
        "{\"n\":\"1\"}|n",
        "{\"stream\":\"yes\"}|stream",
        "{\"max_tokens\":-1}|max_tokens",
        "{\"max_tokens\":0}|max_tokens",
        "{\"max_tokens\":1e99}|max_tokens",
        "{\"max_tokens\":99999999999999999999999}|max_tokens",
        "{\"max_completion_tokens\":1.5}|max_completion_tokens",
        "{\"temperature\":-0.1}|temperature",
        "{\"temperature\":2.1}|temperature",
        "{\"temperature\":\"hot\"}|temperature",
        "{\"temperature\":1e400}|temperature",
        "{\"top_p\":1.1}|top_p",
        "{\"presence_penalty\":-3}|presence_penalty",
        "{\"seed\":1.5}|seed",
        "{\"seed\":99999999999999999999999}|seed",
        "{\"stop\":7}|stop",
        "{\"stop\":[\"a\",7]}|stop",
      })
  void saysWhichParameterIsWrong(String body, String parameter) {
    HttpResponse<String> answer = ask(body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    JsonNode error = json(answer).path("error");
    assertThat(error.path("param").asText()).isEqualTo(parameter);
    assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
    assertThat(error.path("message").asText()).isNotEmpty().doesNotContain("dev.ratchet");
  }

  @Test
  void leavesUnknownFieldsToTheModelServer() {
    String body =
        "{\"wizardry\":{\"level\":[1,2]},\"metadata\":{\"a\":{}},\"user\":7,\"model\":\"stub-model\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"x\"}},{\"type\":\"text\",\"text\":\"y\"}],\"odd\":1}]}";
    assertThat(ask(body).statusCode()).isEqualTo(200);
    assertThat(model.requests().getLast().body()).isEqualTo(body);
  }

  @Test
  void refusesWhatNestsTooDeep() {
    for (String open : new String[] {"[", "{\"a\":"}) {
      HttpResponse<String> answer = ask("{\"x\":" + open.repeat(100_000));
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(json(answer).at("/error/message").asText()).contains("64 levels");
    }
  }

  @Test
  void refusesWhatIsNotUtf8() throws IOException {
    byte[][] wrong = {
      {(byte) 0xff},
      {(byte) 0xc0, (byte) 0x80},
      {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
      {(byte) 0xe2, (byte) 0x82}
    };
    for (byte[] bytes : wrong) {
      String text =
          CompletionsIT.plain().replace("hi", new String(bytes, StandardCharsets.ISO_8859_1));
      byte[] body = text.getBytes(StandardCharsets.ISO_8859_1);
      try (Wire wire = new Wire(api)) {
        wire.send(Wire.head(api, body.length, "application/json")).send(body);
        assertThat(wire.until("}}")).contains("HTTP/1.1 400", "not UTF-8");
      }
    }
  }

  @Test
  void refusesTenMegabytesAndSaysSo() throws IOException {
    byte[] body =
        CompletionsIT.plain()
            .replace("hi", "x".repeat(10_000_000))
            .getBytes(StandardCharsets.UTF_8);
    try (Wire wire = new Wire(api)) {
      wire.send(Wire.head(api, body.length, "application/json")).send(body);
      assertThat(wire.until("}}")).contains("HTTP/1.1 413", "\"code\":\"body_too_large\"");
    }
    HttpResponse<String> chunked =
        api.send(
            api.request("/v1/chat/completions")
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.fromPublisher(
                        HttpRequest.BodyPublishers.ofByteArray(body))));
    assertThat(chunked.statusCode()).isEqualTo(413);
  }

  @Test
  void takesLargeBodiesInPieces() {
    String body =
        CompletionsIT.plain()
            .replace("{\"model\"", "{\"image\":\"" + "x".repeat(1_000_000) + "\",\"model\"");
    HttpResponse<String> chunked =
        api.send(
            api.request("/v1/chat/completions")
                .header("Content-Type", "application/json; charset=utf-8")
                .POST(
                    HttpRequest.BodyPublishers.fromPublisher(
                        HttpRequest.BodyPublishers.ofString(body))));
    assertThat(chunked.statusCode()).isEqualTo(200);
    assertThat(model.requests().getLast().body()).isEqualTo(body);
  }

  @Test
  void refusesOtherContentTypes() throws IOException {
    for (String type : new String[] {"text/plain", "application/x-www-form-urlencoded", ""}) {
      try (Wire wire = new Wire(api)) {
        String body = CompletionsIT.plain();
        wire.send(Wire.head(api, body.length(), type)).send(body);
        assertThat(wire.until("}}")).contains("HTTP/1.1 415", "\"code\":\"not_json\"");
      }
    }
  }

  @Test
  void hasOneShapeForEveryError() {
    assertThat(code(api.send(HttpRequest.newBuilder(api.uri("/v1/models"))), 401))
        .isEqualTo("invalid_api_key");
    assertThat(
            code(
                api.send(
                    HttpRequest.newBuilder(api.uri("/v1/chat/completions"))
                        .header("Authorization", "Bearer sk-other")
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))),
                401))
        .isEqualTo("invalid_api_key");
    assertThat(code(api.get("/v1/nothing"), 404)).isEqualTo("no_such_route");
    assertThat(code(api.delete("/v1/models"), 405)).isEqualTo("method_not_allowed");
    assertThat(code(api.get("/v1/models/none"), 404)).isEqualTo("model_not_found");
    assertThat(code(ask(CompletionsIT.plain().replace("stub-model", "gpt-9")), 404))
        .isEqualTo("model_not_found");
  }

  @Test
  void hasThatShapeAlsoForWhatIsNoHttp() throws IOException {
    try (Wire wire = new Wire(api)) {
      wire.send("GET /v1/models HTTP/1.1\r\nHost: localhost\r\nBad Header: x\r\n\r\n");
      assertThat(wire.until("}}")).contains("HTTP/1.1 400", "\"code\":\"bad_http\"");
    }
    try (Wire wire = new Wire(api)) {
      wire.send(
          "GET /v1/models HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(20_000) + "\r\n\r\n");
      assertThat(wire.until("}}")).contains("HTTP/1.1 431", "\"code\":\"bad_http\"");
    }
    try (Wire wire = new Wire(api)) {
      wire.send("GET /api/v1/runs HTTP/1.1\r\nHost: localhost\r\nBad Header: x\r\n\r\n");
      assertThat(wire.until("}")).contains("HTTP/1.1 400", "urn:ratchet:problem:bad-http");
    }
  }

  @Test
  void bearsAClientThatStopsReading() throws IOException {
    model.next(StubAnswer.words(200_000));
    int before = model.cancellations();
    Wire deaf = Wire.asking(api, CompletionsIT.stream());
    deaf.until("word ");
    assertThat(StubModel.await(Duration.ofSeconds(2), () -> model.active() == 0)).isFalse();
    CompletionsIT.requireGood(api);
    deaf.close();
    assertThat(StubModel.await(Duration.ofSeconds(2), () -> model.cancellations() > before))
        .isTrue();
  }

  @Test
  void servesOthersWhileFiveHundredAreSlow() throws IOException {
    List<Wire> slow = new ArrayList<>();
    String head = Wire.head(api, 1_000, "application/json");
    for (int n = 0; n < 500; n++) {
      Wire wire = new Wire(api);
      wire.send(n % 2 == 0 ? head.substring(0, 40) : head + "{\"model\":");
      slow.add(wire);
    }
    long started = System.nanoTime();
    for (int n = 0; n < 20; n++) {
      CompletionsIT.requireGood(api);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
    for (Wire wire : slow) {
      wire.close();
    }
  }

  private static HttpResponse<String> ask(String body) {
    return api.post("/v1/chat/completions", body);
  }

  private static String code(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(json(answer).at("/error/message").asText()).isNotEmpty();
    return json(answer).at("/error/code").asText();
  }
}
