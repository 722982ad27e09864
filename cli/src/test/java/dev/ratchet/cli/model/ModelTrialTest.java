package dev.ratchet.cli.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ModelTrialTest {
  private final List<String> told = new ArrayList<>();
  private final List<String> requests = new ArrayList<>();
  private final List<String> pieces = new ArrayList<>();
  private HttpServer server;
  private int status = 200;
  private int loading;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/chat/completions",
        exchange -> {
          requests.add(
              exchange.getRequestHeaders().getFirst("Authorization")
                  + " "
                  + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(loading-- > 0 ? 503 : status, 0);
          for (String piece : pieces) {
            exchange.getResponseBody().write((piece + "\n\n").getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
          }
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private ModelTrial.Result run() throws Exception {
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    return new ModelTrial(url, "tiny", "secret", told::add).run();
  }

  private static String delta(String field, String text) {
    return "data: {\"choices\":[{\"delta\":{\"" + field + "\":\"" + text + "\"}}]}";
  }

  @Test
  void readsAStreamAndWaitsWhileTheModelLoads() throws Exception {
    loading = 1;
    pieces.addAll(
        List.of(
            delta("role", "assistant"),
            delta("reasoning_content", "hm"),
            delta("content", "A "),
            ": ping",
            delta("content", "tool."),
            "data: {\"choices\":[],\"usage\":{\"completion_tokens\":17}}",
            "data: [DONE]"));
    ModelTrial.Result result = run();
    assertThat(result.answer()).isEqualTo("A tool.");
    assertThat(result.tokens()).isEqualTo(17);
    assertThat(result.tokensPerSecond()).isPositive();
    assertThat(told).containsExactly("the model is loading; waiting");
    assertThat(requests).hasSize(2);
    assertThat(requests.getLast())
        .startsWith("Bearer secret {")
        .contains("\"model\":\"tiny\"", "\"stream\":true");
  }

  @Test
  void saysWhatIsWrong() {
    pieces.add("data: [DONE]");
    assertThatThrownBy(this::run).hasMessage("it answered, but not a single token came");
    pieces.set(0, "data: {\"error\":{\"message\":\"out of memory\"}}");
    assertThatThrownBy(this::run).hasMessage("it failed: out of memory");
    pieces.set(0, "data: {half");
    assertThatThrownBy(this::run).hasMessage("what it answered is no JSON");
    status = 404;
    pieces.set(0, "no such\nmodel");
    assertThatThrownBy(this::run).hasMessageStartingWith("it refused (HTTP 404): no such model");
    server.stop(0);
    assertThatThrownBy(this::run).hasMessageStartingWith("nothing listens at http://127.0.0.1:");
  }

  @Test
  void anAnswerWithoutEndIsCutOff() {
    pieces.add("x".repeat((1 << 20) + 10));
    assertThatThrownBy(this::run).hasMessage("it does not stop answering");
  }
}
