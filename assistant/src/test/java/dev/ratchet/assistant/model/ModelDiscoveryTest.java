package dev.ratchet.assistant.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ratchet.assistant.model.ModelDiscovery.Answer;
import dev.ratchet.assistant.model.ModelDiscovery.Place;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModelDiscoveryTest {
  private static final Duration PATIENCE = Duration.ofMillis(700);
  private final List<HttpServer> servers = new ArrayList<>();

  private interface Page {
    void answer(HttpExchange exchange) throws IOException;
  }

  @AfterEach
  void stop() {
    servers.forEach(server -> server.stop(0));
  }

  private Place place(String name, Page models) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/v1/models", models::answer);
    server.start();
    servers.add(server);
    return new Place(
        name, URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1"), "secret");
  }

  private static Page offering(String... ids) {
    String list = "{\"id\":\"" + String.join("\"},{\"id\":\"", ids) + "\"}";
    return exchange -> send(exchange, 200, "{\"object\":\"list\",\"data\":[" + list + "]}");
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static Place nobody() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new Place("nobody", URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/v1"));
    }
  }

  private static List<Answer> ask(Place... places) throws InterruptedException {
    return new ModelDiscovery(List.of(places), PATIENCE).ask();
  }

  private static String why(Answer answer) {
    return ((Answer.Silent) answer).why();
  }

  @Test
  void theOrderDecidesAndNotWhoIsFaster() throws Exception {
    Place slow =
        place(
            "slow",
            exchange -> {
              pause(150);
              offering("a", "b").answer(exchange);
            });
    List<Answer> answers = ask(nobody(), slow, place("fast", offering("c")));
    assertThat(ModelDiscovery.first(answers))
        .get()
        .extracting(ModelServer::name, ModelServer::models)
        .containsExactly("slow", List.of("a", "b"));
    assertThat(why(answers.getFirst())).isEqualTo("nothing listens there");
  }

  @Test
  void allAreAskedAtOnce() throws Exception {
    Page never = exchange -> pause(4_000);
    Instant begin = Instant.now();
    List<Answer> answers = ask(place("a", never), place("b", never), place("c", never));
    assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofMillis(1_900));
    assertThat(answers).allMatch(answer -> why(answer).equals("no answer within 700 ms"));
    assertThat(ModelDiscovery.first(answers)).isEmpty();
  }

  @Test
  void whatStopsInTheMiddleOfItsAnswerIsNotWaitedFor() throws Exception {
    Place place =
        place(
            "half",
            exchange -> {
              exchange.sendResponseHeaders(200, 1000);
              exchange.getResponseBody().write('{');
              exchange.getResponseBody().flush();
              pause(4_000);
            });
    assertThat(why(ask(place).getFirst())).isEqualTo("no answer within 700 ms");
  }

  @Test
  void otherServicesAreNoModelServers() throws Exception {
    List<Answer> answers =
        ask(
            place("page", exchange -> send(exchange, 200, "<html>")),
            place("missing", exchange -> send(exchange, 404, "{}")),
            place("nothing", exchange -> send(exchange, 200, "{\"data\":[]}")),
            place("list", exchange -> send(exchange, 200, "[1,2]")),
            place("locked", exchange -> send(exchange, 401, "{}")),
            place("loading", exchange -> send(exchange, 503, "{}")),
            place("large", exchange -> send(exchange, 200, " ".repeat((1 << 20) + 1))));
    assertThat(answers).allMatch(Answer.Silent.class::isInstance);
    assertThat(answers.stream().map(ModelDiscoveryTest::why))
        .startsWith(
            "what answers there is no model server",
            "what answers there is no model server (HTTP 404)",
            "offers no models",
            "offers no models",
            "it wants another key (HTTP 401)",
            "it is loading its model");
  }

  @Test
  void theKeyIsSentAndNotShown() throws Exception {
    List<String> seen = new ArrayList<>();
    Place place =
        place(
            "keyed",
            exchange -> {
              seen.add(exchange.getRequestHeaders().getFirst("Authorization"));
              offering("a").answer(exchange);
            });
    assertThat(ModelDiscovery.first(ask(place))).isPresent();
    assertThat(seen).containsExactly("Bearer secret");
    assertThat(place.toString()).doesNotContain("secret");
  }

  @Test
  void aServerMaySayHowManySlotsItHas() throws Exception {
    Place place = place("llama-server", offering("a"));
    servers
        .getLast()
        .createContext("/props", exchange -> send(exchange, 200, "{\"total_slots\":4}"));
    assertThat(ModelDiscovery.first(ask(place)).orElseThrow().slots()).isEqualTo(Optional.of(4));
  }

  @Test
  void choosesAModelThatTalks() {
    ModelServer server =
        new ModelServer(
            "LM Studio",
            URI.create("http://127.0.0.1:1234/v1"),
            List.of("text-embedding-nomic", "openai/gpt-oss-20b", "qwen"),
            Optional.empty());
    assertThat(server.first()).contains("openai/gpt-oss-20b");
    assertThat(server.offered("gpt-oss-20b")).contains("openai/gpt-oss-20b");
    assertThat(server.offered("oss-20b")).isEmpty();
  }

  @Test
  void whatIsConfiguredIsAskedFirst() throws Exception {
    Place own = place("configured", offering("mine"));
    Place usual = place("usual", offering("other"));
    assertThat(
            ModelDiscovery.first(ModelDiscovery.of(Optional.of(own), List.of(usual)).ask())
                .orElseThrow()
                .models())
        .containsExactly("mine");
    assertThat(ModelDiscovery.usual())
        .extracting(place -> place.baseUrl().getPort())
        .containsExactly(1234, 11434, 8080);
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
