package dev.ratchet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The small local model itself, under the packaged system. The first time it fetches a gigabyte
 * into the cache.
 */
final class LocalModelIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path APP = Path.of("target/app").toAbsolutePath();

  @TempDir private Path folder;

  @BeforeEach
  void fetch() throws Exception {
    assertThat(run("model", "pull")).endsWith(".gguf\n");
  }

  @AfterEach
  void down() throws Exception {
    run("down");
  }

  private String run(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dratchet.app=" + APP,
                "-cp",
                APP + "/lib/*",
                "dev.ratchet.cli.Main"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--data", folder.toString()));
    Path errors = folder.resolve("errors");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("RATCHET_MODEL"));
    Process process = builder.start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", command, Files.readString(errors)).isZero();
    return printed;
  }

  private JsonNode json(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--json");
    return JSON.readTree(run(all.toArray(String[]::new)));
  }

  private Optional<ProcessHandle> process(String name) throws IOException {
    JsonNode state = JSON.readTree(folder.resolve("run/supervisor.json").toFile());
    JsonNode found = state.path("supervisor");
    for (JsonNode process : state.path("processes")) {
      if (process.path("name").asText().equals(name)) {
        found = process.path("process");
      }
    }
    return ProcessHandle.of(found.path("pid").asLong());
  }

  @Test
  void answersUnderTheSupervisorAndEndsWithIt() throws Exception {
    JsonNode status =
        json(
            "up",
            "--detach",
            "--model",
            "local",
            "--no-download",
            "--api-port",
            "0",
            "--temporal-port",
            "0",
            "--temporal-ui-port",
            "0",
            "--redis-port",
            "0",
            "--model-local-port",
            "0");
    assertThat(status.path("healthy").asBoolean()).isTrue();

    JsonNode result = json("model", "test");
    assertThat(result.path("model").asText()).isEqualTo("qwen2.5-coder-1.5b-instruct");
    assertThat(result.path("answer").asText()).containsIgnoringCase("ratchet");
    assertThat(result.path("tokens").asInt()).isGreaterThan(5);
    assertThat(json("model", "list").path("local").path("process").asText()).isEqualTo("healthy");

    // Nobody else on this machine may use it.
    URI chat = URI.create(status.path("addresses").path("model").asText() + "/chat/completions");
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(chat).POST(HttpRequest.BodyPublishers.ofString("{}")).build();
      assertThat(http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
          .isEqualTo(401);
    }

    // Its death is not the system's.
    ProcessHandle first = process("model").orElseThrow();
    first.destroyForcibly();
    await(() -> !first.isAlive());
    await(() -> process("model").map(next -> next.pid() != first.pid()).orElse(false));
    assertThat(json("status").path("healthy").asBoolean()).isTrue();

    ProcessHandle second = process("model").orElseThrow();
    process("supervisor").orElseThrow().destroyForcibly();
    await(() -> !second.isAlive());
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void await(Condition condition) throws Exception {
    Instant limit = Instant.now().plus(Duration.ofSeconds(20));
    while (!condition.holds()) {
      assertThat(Instant.now()).isBefore(limit);
      Thread.sleep(100);
    }
  }
}
