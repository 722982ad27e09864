package dev.ratchet.api;

import static dev.ratchet.api.testing.RunningApi.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ratchet.api.testing.RunningApi;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class ErrorsIT {
  @TempDir static Path folder;
  static RunningApi api;

  @BeforeAll
  static void start() {
    api = new RunningApi(folder);
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void wantsATokenAndSaysHowToSendIt() {
    HttpResponse<String> none = api.send(HttpRequest.newBuilder(api.uri("/api/v1/targets")));
    assertThat(none.statusCode()).isEqualTo(401);
    assertThat(none.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Bearer");
    assertThat(none.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    JsonNode problem = json(none);
    assertThat(problem.path("type").asText()).isEqualTo("urn:ratchet:problem:unauthorized");
    assertThat(problem.path("status").asInt()).isEqualTo(401);
    assertThat(problem.path("detail").asText()).contains("Authorization: Bearer");
    assertThat(problem.path("instance").asText()).isEqualTo("/api/v1/targets");
  }

  @Test
  void makesAndRevokesTokensWithoutShowingThemAgain() {
    String token = token("tom", "USER");
    assertThat(api.post("/api/v1/tokens", "{\"id\":\"tom\",\"role\":\"ADMIN\"}").statusCode())
        .isEqualTo(409);
    assertThat(api.post("/api/v1/tokens", "{\"id\":\"Tom!\",\"role\":\"ADMIN\"}").statusCode())
        .isEqualTo(400);
    assertThat(api.post("/api/v1/tokens", "{\"id\":\"old\",\"role\":\"OPERATOR\"}").statusCode())
        .isEqualTo(400);
    String list = api.get("/api/v1/tokens").body();
    assertThat(list).contains("\"tom\"").doesNotContain(token, "hash");
    assertThat(api.delete("/api/v1/tokens/tom").statusCode()).isEqualTo(204);
    assertThat(as(token, "GET", "/api/v1/targets").statusCode()).isEqualTo(401);
    assertThat(api.delete("/api/v1/tokens/tom").statusCode()).isEqualTo(404);
    HttpResponse<String> own = api.delete("/api/v1/tokens/" + api.data.homeId());
    assertThat(own.statusCode()).isEqualTo(409);
    assertThat(json(own).path("detail").asText()).contains("admin-token");
  }

  @Test
  void refusesATokenThatHasExpiredAndGivesItsNameAgain() throws InterruptedException {
    String order = "{\"id\":\"short\",\"role\":\"USER\",\"ttl\":\"%s\"}";
    for (String ttl : List.of("PT0S", "-PT5S", "P3651D", "soon")) {
      assertThat(api.post("/api/v1/tokens", order.formatted(ttl)).statusCode())
          .as(ttl)
          .isEqualTo(400);
    }
    JsonNode made = json(api.post("/api/v1/tokens", order.formatted("PT1S")));
    assertThat(Instant.parse(made.path("expiresAt").asText()))
        .isBefore(Instant.now().plusSeconds(2));
    String token = made.path("token").asText();
    assertThat(as(token, "GET", "/api/v1/targets").statusCode()).isEqualTo(403);
    Thread.sleep(1_100);
    assertThat(as(token, "GET", "/api/v1/targets").statusCode()).isEqualTo(401);
    assertThat(api.get("/api/v1/tokens").body()).contains("\"expired\":true");
    assertThat(token("short", "USER")).isNotEqualTo(token);
  }

  @Test
  void answersOnlyToItsOwnNames() throws IOException {
    assertThat(raw("evil.example")).startsWith("HTTP/1.1 403");
    assertThat(raw("evil.example:" + api.api.port())).contains("api.names");
    assertThat(raw("ratchet.test:80")).startsWith("HTTP/1.1 200");
    assertThat(raw("LOCALHOST:" + api.api.port())).startsWith("HTTP/1.1 200");
    assertThat(raw("localhost.evil.example")).startsWith("HTTP/1.1 403");
  }

  @Test
  void allowsNoOtherOrigin() {
    HttpResponse<String> answer =
        api.send(api.request("/api/v1/targets").header("Origin", "https://evil.example"));
    assertThat(answer.headers().map().keySet())
        .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"locaton\":\"/x\"}|unknown property 'locaton': did you mean 'location'?",
        "{\"location\":|the body is not JSON",
        "{}|give either 'target', a name, or 'location', a path",
        "{\"target\":\"a\",\"location\":\"/b\"}|give either",
        "{\"target\":\"a\",\"improvements\":0}|'improvements' must be from 1 to 200, was 0",
        "{\"target\":\"a\",\"improvements\":\"many\"}|'improvements' must be of type Integer",
        "{\"target\":\"a\",\"approval\":\"maybe\"}|'approval' must be one of NONE, MEDIUM_RISK, ALL",
        "{\"location\":\"relative/path\"}|'location' must be an absolute path or a Git URL",
        "{\"location\":\"https://me:s3cret@example.org/x\"}|'location' must hold no credentials",
        "{\"location\":\"ext::sh -c id\"}|'location' must be an absolute path or a Git URL",
        "[]|the body does not have the form",
        "{} {}|the body does not have the form",
      })
  void saysWhatIsWrongWithABody(String body, String detail) {
    HttpResponse<String> answer = api.post("/api/v1/runs", body);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(answer).path("detail").asText()).contains(detail);
    assertThat(answer.body()).doesNotContain("s3cret").doesNotContain("dev.ratchet");
  }

  @Test
  void refusesOtherBodiesThanSmallJson() {
    HttpResponse<String> text =
        api.send(
            api.request("/api/v1/runs")
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("{\"location\":\"/x\"}")));
    assertThat(text.statusCode()).isEqualTo(415);
    HttpResponse<String> large =
        api.post("/api/v1/runs", "{\"location\":\"/" + "x".repeat(70_000) + "\"}");
    assertThat(large.statusCode()).isEqualTo(413);
    assertThat(json(large).path("detail").asText()).contains("65536");
    HttpResponse<String> chunked =
        api.send(
            api.request("/api/v1/runs")
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.fromPublisher(
                        HttpRequest.BodyPublishers.ofString("x".repeat(70_000)))));
    assertThat(chunked.statusCode()).isEqualTo(413);
  }

  @Test
  void answersProblemsForWhatIsNotThere() {
    assertThat(api.get("/nothing").statusCode()).isEqualTo(404);
    assertThat(json(api.get("/nothing")).path("detail").asText()).contains("/openapi.json");
    assertThat(api.delete("/api/v1/runs").statusCode()).isEqualTo(405);
    assertThat(api.get("/api/v1/runs/..%2F..%2Fetc").statusCode()).isIn(400, 404);
    assertThat(api.get("/api/v1/runs/x'%20OR%20''='").statusCode()).isEqualTo(404);
    assertThat(api.get("/api/v1/runs?target=x'%20OR%20''='").statusCode()).isEqualTo(400);
    assertThat(api.get("/api/v1/runs?limit=0").statusCode()).isEqualTo(400);
    assertThat(api.get("/api/v1/improvements/x").statusCode()).isEqualTo(404);
    assertThat(api.get("/api/v1/targets/unknown").statusCode()).isEqualTo(404);
  }

  private static String token(String id, String role) {
    HttpResponse<String> made =
        api.post("/api/v1/tokens", "{\"id\":\"%s\",\"role\":\"%s\"}".formatted(id, role));
    assertThat(made.statusCode()).isEqualTo(201);
    return json(made).path("token").asText();
  }

  private static HttpResponse<String> as(String token, String method, String path) {
    return api.send(
        HttpRequest.newBuilder(api.uri(path))
            .header("Authorization", "Bearer " + token)
            .method(method, HttpRequest.BodyPublishers.noBody()));
  }

  /** The JDK's client does not let its caller choose the Host header. */
  private static String raw(String host) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.api.port());
        OutputStream out = socket.getOutputStream();
        InputStream in = socket.getInputStream()) {
      List<String> request =
          List.of("GET /health/live HTTP/1.1", "Host: " + host, "Connection: close", "", "");
      out.write(String.join("\r\n", request).getBytes(StandardCharsets.US_ASCII));
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
