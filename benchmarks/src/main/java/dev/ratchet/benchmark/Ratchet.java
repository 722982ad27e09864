package dev.ratchet.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An installation of its own, on free ports and in a folder that the caller deletes. */
public final class Ratchet implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path app;
  private final Path data;
  private final Map<String, String> configuration = new TreeMap<>();
  private @Nullable Thread end;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  /**
   * @param app the packaged system: cli/target/app
   * @param data its data folder
   */
  public Ratchet(Path app, Path data) {
    if (!Files.isDirectory(app.resolve("lib"))) {
      throw new IllegalArgumentException(app + " holds no packaged system: build it first");
    }
    this.app = app;
    this.data = data;
    for (String key : List.of("API_PORT", "REDIS_PORT", "TEMPORAL_PORT", "TEMPORAL_UI_PORT")) {
      configuration.put("RATCHET_" + key, Integer.toString(freePort()));
    }
    // What is measured here works without one.
    configuration.put("RATCHET_MODEL_URL", "none");
  }

  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path data() {
    return data;
  }

  /** Configures it: as in config.yml, but with '_' for '.' and '-', and in capitals. */
  public Ratchet with(String key, String value) {
    configuration.put("RATCHET_" + key, value);
    return this;
  }

  public int apiPort() {
    return Integer.parseInt(configuration.getOrDefault("RATCHET_API_PORT", "0"));
  }

  /** The administrator's. */
  public String token() {
    try {
      return Files.readString(data.resolve("admin-token")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a command; gives what it prints, or fails with it. */
  String run(String... arguments) throws InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dratchet.app=" + app,
                "-cp",
                app.resolve("lib") + "/*",
                "dev.ratchet.cli.Main"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--data", data.toString()));
    try {
      Path output = Files.createTempFile("ratchet-command", ".log");
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().putAll(configuration);
      builder.redirectOutput(output.toFile());
      int code = builder.start().waitFor();
      String text = Files.readString(output, StandardCharsets.UTF_8);
      Files.delete(output);
      if (code != 0) {
        throw new IllegalStateException(
            String.join(" ", arguments) + " ended with " + code + ": " + text);
      }
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void up() throws InterruptedException {
    if (end == null) {
      // Ctrl-C leaves nothing behind either.
      end = new Thread(this::down, "down");
      Runtime.getRuntime().addShutdownHook(end);
    }
    run("up", "--detach");
  }

  /** A process's pid as the supervisor wrote it down; empty while there is none. */
  public Optional<ProcessHandle> process(String name) {
    try {
      Path file = data.resolve("run").resolve("supervisor.json");
      JsonNode state = JSON.readTree(Files.readString(file));
      if (name.equals("supervisor")) {
        return handle(state.path("supervisor"));
      }
      for (JsonNode process : state.path("processes")) {
        if (process.path("name").asText().equals(name)) {
          return handle(process.path("process"));
        }
      }
      return Optional.empty();
    } catch (IOException notWritten) {
      return Optional.empty();
    }
  }

  private static Optional<ProcessHandle> handle(JsonNode process) {
    return ProcessHandle.of(process.path("pid").asLong(-1));
  }

  /** What the api answers; empty while it does not, or with an error of its own. */
  Optional<JsonNode> get(String path) throws InterruptedException {
    return send(request(path).GET().build());
  }

  Optional<JsonNode> post(String path, String body) throws InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  Optional<JsonNode> delete(String path, String body) throws InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .method("DELETE", BodyPublishers.ofString(body))
            .build());
  }

  private HttpRequest.Builder request(String path) {
    URI uri = URI.create("http://127.0.0.1:" + apiPort() + path);
    return HttpRequest.newBuilder(uri)
        .timeout(Duration.ofSeconds(10))
        .header("Authorization", "Bearer " + token());
  }

  private Optional<JsonNode> send(HttpRequest request) throws InterruptedException {
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      return response.statusCode() < 300
          ? Optional.of(JSON.readTree(response.body()))
          : Optional.empty();
    } catch (IOException unreachable) {
      return Optional.empty();
    }
  }

  /** Everything that happened in a run that has ended, in order. */
  List<JsonNode> events(String run) throws InterruptedException {
    try {
      HttpResponse<Stream<String>> stream =
          http.send(
              request("/api/v1/runs/" + run + "/events").GET().build(), BodyHandlers.ofLines());
      List<JsonNode> events = new ArrayList<>();
      for (String line : stream.body().toList()) {
        if (line.startsWith("data:")) {
          events.add(JSON.readTree(line.substring("data:".length())));
        }
      }
      return events;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for a run's end; gives what the api says of it. */
  JsonNode end(String run, Duration longest) throws InterruptedException {
    Instant limit = Instant.now().plus(longest);
    while (Instant.now().isBefore(limit)) {
      Optional<JsonNode> view = get("/api/v1/runs/" + run);
      if (view.isPresent() && view.get().path("summary").isObject()) {
        return view.get();
      }
      Thread.sleep(50);
    }
    throw new IllegalStateException(run + " did not end within " + longest);
  }

  /** Starts a run over a repository; gives its id. */
  String improve(Path repository) throws InterruptedException {
    String printed = run("improve", repository.toString(), "--no-follow", "--json");
    try {
      return JSON.readTree(printed.substring(printed.indexOf('{'))).path("runId").asText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void down() {
    try {
      run("down");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    Thread hook = end;
    if (hook != null) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
    try {
      down();
    } finally {
      http.close();
    }
  }
}
