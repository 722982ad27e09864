package dev.ratchet.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ratchet.cli.client.Cli.Result;
import dev.ratchet.platform.DataFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a server that loses connections and does not always answer. */
@Timeout(60)
class FollowerTest {
  @TempDir Path folder;
  HttpServer server;
  final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/v1/runs/x-1/events", this::events);
    server.createContext(
        "/api/v1/runs/x-1",
        exchange ->
            answer(
                exchange,
                200,
                "{\"runId\":\"x-1\",\"state\":\"ENDED\",\"summary\":{\"outcome\":\"NOTHING_TO_DO\"}}"));
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void events(HttpExchange exchange) throws IOException {
    String after = String.valueOf(exchange.getRequestHeaders().getFirst("Last-Event-ID"));
    asked.add(after);
    switch (asked.size()) {
      case 1 -> answer(exchange, 200, event("5-0", "stage", "first"));
      case 2 -> answer(exchange, 503, "{\"detail\":\"Redis does not answer\"}");
      default -> answer(exchange, 200, event("6-0", "run-ended", "second"));
    }
  }

  private static String event(String id, String type, String message) {
    return ": a comment\n\nid: %s\nevent: %s\ndata: {\"type\":\"%s\",\"message\":\"%s\"}\n\n"
        .formatted(id, type, type, message);
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Test
  void goesOnAfterTheLastEventThatItSaw() {
    Result result = cli(endpoint()).run("follow", "x-1");
    assertThat(asked).containsExactly("null", "5-0", "5-0");
    assertThat(result.out()).containsOnlyOnce("first").contains("second", "nothing to do");
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void saysHowToStartWhatDoesNotRun() {
    Result result = cli(Optional.empty()).run("runs");
    assertThat(result.exitCode()).isEqualTo(ExitCodes.UNREACHABLE);
    assertThat(result.err()).contains("ratchet up");
  }

  @Test
  void saysWhenTheApiIsGoneWithoutTellingTheToken() {
    server.stop(0);
    Result result = cli(endpoint()).run("runs");
    assertThat(result.exitCode()).isEqualTo(ExitCodes.UNREACHABLE);
    assertThat(result.err()).contains("does not answer").doesNotContain("s3cret");
    assertThat(endpoint().orElseThrow().toString()).doesNotContain("s3cret");
  }

  private Optional<Gateway.Endpoint> endpoint() {
    return Optional.of(
        new Gateway.Endpoint(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "s3cret"));
  }

  private Cli cli(Optional<Gateway.Endpoint> endpoint) {
    return new Cli(Cli.gateway(new DataFolder(folder), endpoint));
  }
}
