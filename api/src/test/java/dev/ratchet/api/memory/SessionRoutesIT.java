package dev.ratchet.api.memory;

import static dev.ratchet.api.testing.RunningApi.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ratchet.api.testing.RunningApi;
import dev.ratchet.assistant.model.LmStudioConfig;
import dev.ratchet.assistant.model.StubModel;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class SessionRoutesIT {
  @TempDir static Path folder;
  static StubModel model;
  static RunningApi api;
  static String anna;
  static String ben;

  @BeforeAll
  static void start() {
    model = StubModel.start();
    api =
        new RunningApi(folder, LmStudioConfig.STANDARD.at(model.url()).withModel(StubModel.MODEL));
    anna = token("anna");
    ben = token("ben");
  }

  @AfterAll
  static void stop() {
    api.close();
    model.close();
  }

  @Test
  void keepsASessionFromItsBeginningToItsEnd() {
    HttpResponse<String> made = ask(anna, "POST", "", "{\"title\":\"Tea\\nand more\"}");
    assertThat(made.statusCode()).isEqualTo(201);
    String id = json(made).path("id").asText();
    assertThat(json(made).path("title").asText()).isEqualTo("Tea and more");
    assertThat(ask(anna, "PATCH", "/" + id, "{\"title\":\"Coffee\"}").statusCode()).isEqualTo(204);
    chat(anna, id, "one?");
    chat(anna, id, "two?");
    JsonNode list = json(ask(anna, "GET", "?limit=5", ""));
    assertThat(list.at("/sessions/0/title").asText()).isEqualTo("Coffee");
    assertThat(list.path("total").asInt()).isPositive();

    JsonNode last = json(ask(anna, "GET", "/" + id + "/messages?limit=3", ""));
    assertThat(last.path("messages").findValuesAsText("content"))
        .containsExactly("Hello, world!", "two?", "Hello, world!");
    assertThat(last.at("/messages/1/role").asText()).isEqualTo("USER");
    JsonNode first =
        json(
            ask(
                anna,
                "GET",
                "/" + id + "/messages?limit=3&before=" + last.path("before").asText(),
                ""));
    assertThat(first.path("messages").findValuesAsText("content")).containsExactly("one?");
    assertThat(first.has("before")).isFalse();

    HttpResponse<String> markdown = ask(anna, "GET", "/" + id + "/export?format=markdown", "");
    assertThat(markdown.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/markdown");
    assertThat(markdown.body()).startsWith("# Coffee").contains("one?", "two?");
    JsonNode exported = json(ask(anna, "GET", "/" + id + "/export", ""));
    assertThat(exported.path("messages")).hasSize(4);

    assertThat(ask(anna, "POST", "/" + id + "/clear", "").statusCode()).isEqualTo(204);
    assertThat(json(ask(anna, "GET", "/" + id + "/messages", "")).path("messages")).isEmpty();
    assertThat(ask(anna, "DELETE", "/" + id, "").statusCode()).isEqualTo(204);
    assertThat(ask(anna, "GET", "/" + id, "").statusCode()).isEqualTo(404);
    assertThat(ask(anna, "DELETE", "/" + id, "").statusCode()).isEqualTo(404);
  }

  @Test
  void hasNoSessionOfAnotherUser() {
    String id = json(ask(anna, "POST", "", "{\"title\":\"secret\"}")).path("id").asText();
    chat(anna, id, "my pin is 1234");
    List<String> tries =
        List.of(
            "GET ",
            "PATCH ",
            "DELETE ",
            "POST /clear",
            "GET /messages",
            "GET /export",
            "GET /export?format=markdown");
    for (String each : tries) {
      String method = each.substring(0, each.indexOf(' '));
      String path = "/" + id + each.substring(each.indexOf(' ') + 1);
      HttpResponse<String> answer = ask(ben, method, path, "{\"title\":\"mine\"}");
      HttpResponse<String> unknown =
          ask(ben, method, path.replace(id, "0".repeat(20)), "{\"title\":\"mine\"}");
      assertThat(answer.statusCode()).as(each).isEqualTo(404);
      // Nor does the answer tell that there is one.
      assertThat(answer.body().replace(id, ""))
          .isEqualTo(unknown.body().replace("0".repeat(20), ""));
    }
    assertThat(ask(ben, "GET", "", "").body()).doesNotContain(id, "secret");
    HttpResponse<String> chat =
        send(ben, "POST", "/api/v1/chat", "{\"message\":\"pin?\",\"session\":\"" + id + "\"}");
    assertThat(chat.statusCode()).isEqualTo(404);
    assertThat(json(ask(anna, "GET", "/" + id, "")).path("title").asText()).isEqualTo("secret");
    assertThat(send(api.adminToken(), "GET", "/api/v1/sessions/" + id, "").statusCode())
        .isEqualTo(404);
  }

  @Test
  void findsWhatWasSaidAndForgetsWhatIsRemoved() throws InterruptedException {
    String id = json(ask(anna, "POST", "", "")).path("id").asText();
    chat(anna, id, "The boat in the harbour is called Calypso");
    String path = "/api/v1/memories/search?q=name%20of%20the%20boat";
    JsonNode found = awaitMemories(path);
    assertThat(found.at("/0/text").asText()).contains("Calypso");
    assertThat(found.at("/0/session").asText()).isEqualTo(id);
    assertThat(found.at("/0/why").asText()).isNotEmpty();
    assertThat(send(ben, "GET", path, "").body()).doesNotContain("Calypso");
    assertThat(send(ben, "GET", "/api/v1/memories?session=" + id, "").body())
        .doesNotContain("Calypso");
    assertThat(send(anna, "GET", path + "&until=2020-01-01T00:00:00Z", "").body())
        .doesNotContain("Calypso");
    assertThat(send(anna, "GET", "/api/v1/memories?session=" + id, "").body()).contains("Calypso");

    String turn = found.at("/0/turn").asText();
    assertThat(send(ben, "DELETE", "/api/v1/memories/" + turn, "").statusCode()).isEqualTo(404);
    assertThat(send(anna, "DELETE", "/api/v1/memories/" + turn, "").statusCode()).isEqualTo(204);
    assertThat(send(anna, "GET", path, "").body()).doesNotContain("Calypso");
    assertThat(ask(anna, "GET", "/" + id + "/messages", "").body()).doesNotContain("Calypso");
    assertThat(send(anna, "DELETE", "/api/v1/memories/" + turn, "").statusCode()).isEqualTo(404);
    assertThat(send(anna, "GET", "/api/v1/memories/search", "").statusCode()).isEqualTo(400);
    assertThat(send(anna, "GET", path + "&from=yesterday", "").statusCode()).isEqualTo(400);
  }

  private static JsonNode awaitMemories(String path) throws InterruptedException {
    JsonNode found = json(send(anna, "GET", path, "")).path("memories");
    for (int n = 0; n < 100 && !found.toString().contains("Calypso"); n++) {
      Thread.sleep(100);
      found = json(send(anna, "GET", path, "")).path("memories");
    }
    return found;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET|?limit=0|400",
        "GET|?limit=501|400",
        "GET|?offset=-1|400",
        "GET|/..%2F..%2Fx|404",
        "GET|/a%20b|404",
        "GET|/{x}|404",
        "GET|/*|404",
        "POST|/nothing/clear|404",
        "PUT|/nothing|405",
      })
  void refusesWhatMakesNoSense(String method, String path, int status) {
    HttpResponse<String> answer =
        ask(anna, method, path.replace("{", "%7B").replace("}", "%7D"), "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
  }

  @Test
  void saysWhatIsWrongWithATitle() {
    assertThat(ask(anna, "POST", "", "{\"title\":\"" + "x".repeat(201) + "\"}").statusCode())
        .isEqualTo(400);
    assertThat(ask(anna, "POST", "", "{\"name\":\"x\"}").body()).contains("title");
    String id = json(ask(anna, "POST", "", "")).path("id").asText();
    assertThat(ask(anna, "PATCH", "/" + id, "{\"title\":\" \"}").statusCode()).isEqualTo(400);
    assertThat(ask(anna, "GET", "/" + id + "/export?format=pdf", "").statusCode()).isEqualTo(400);
    assertThat(ask(anna, "GET", "/" + id + "/messages?before=none", "").statusCode())
        .isEqualTo(200);
  }

  private static void chat(String token, String session, String message) {
    HttpResponse<String> answer =
        send(
            token,
            "POST",
            "/api/v1/chat",
            "{\"message\":\"%s\",\"session\":\"%s\"}".formatted(message, session));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private static String token(String user) {
    return json(api.post("/api/v1/tokens", "{\"id\":\"%s\",\"role\":\"USER\"}".formatted(user)))
        .path("token")
        .asText();
  }

  private static HttpResponse<String> ask(String token, String method, String path, String body) {
    return send(token, method, "/api/v1/sessions" + path, body);
  }

  private static HttpResponse<String> send(String token, String method, String path, String body) {
    return api.send(
        HttpRequest.newBuilder(api.uri(path))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body)));
  }
}
