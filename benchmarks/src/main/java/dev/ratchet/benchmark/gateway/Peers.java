package dev.ratchet.benchmark.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Starts the stub and the gateways that Ratchet is compared with, each as its makers say. */
final class Peers {
  private static final Duration LONGEST_START = Duration.ofMinutes(3);

  private final Path peers;
  private final Path work;

  /**
   * @param peers where they are installed
   * @param work a folder for configuration and logs
   */
  Peers(Path peers, Path work) {
    this.peers = peers;
    this.work = work;
  }

  Process stub(int port) throws IOException, InterruptedException {
    Process process =
        start(
            "stub",
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                StubServer.class.getName(),
                Integer.toString(port)),
            Map.of());
    await(process, port);
    return process;
  }

  /** The stub itself, as if it were a gateway. */
  static Gateway direct(int stub) {
    return new Gateway("none", stub, "/v1/chat/completions", Map.of(), Optional::empty, () -> {});
  }

  Gateway liteLlm(int stub, int port) throws IOException, InterruptedException {
    Path config = work.resolve("litellm.yaml");
    Files.writeString(
        config,
        """
        model_list:
          - model_name: stub-model
            litellm_params:
              model: openai/stub-model
              api_base: http://127.0.0.1:%d/v1
              api_key: none
        """
            .formatted(stub));
    Process process =
        start(
            "litellm",
            List.of(
                peers.resolve("litellm/bin/litellm").toString(),
                "--config",
                config.toString(),
                "--host",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--num_workers",
                "1",
                "--telemetry",
                "False"),
            Map.of("LITELLM_LOG", "ERROR", "LITELLM_LOCAL_MODEL_COST_MAP", "True"));
    Gateway gateway =
        gateway("LiteLLM's proxy", process, port, Map.of("Authorization", "Bearer sk-none"));
    return answering(gateway, process);
  }

  Gateway portkey(int stub, int port) throws IOException, InterruptedException {
    Process process =
        start(
            "portkey",
            List.of(
                "node",
                peers
                    .resolve("portkey/node_modules/@portkey-ai/gateway/build/start-server.js")
                    .toString(),
                "--port=" + port,
                "--headless"),
            Map.of("TRUSTED_CUSTOM_HOSTS", "127.0.0.1,localhost"));
    Map<String, String> headers =
        Map.of(
            "x-portkey-provider",
            "openai",
            "x-portkey-custom-host",
            "http://127.0.0.1:%d/v1".formatted(stub),
            "Authorization",
            "Bearer none");
    return answering(gateway("Portkey's gateway", process, port, headers), process);
  }

  private static Gateway gateway(
      String name, Process process, int port, Map<String, String> headers) {
    return new Gateway(
        name,
        port,
        "/v1/chat/completions",
        headers,
        () -> Optional.of(process.toHandle()),
        () -> {
          process.descendants().forEach(ProcessHandle::destroy);
          process.destroy();
          if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
          }
        });
  }

  private Process start(String name, List<String> command, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(work.toFile());
    Map<String, String> inherited = new HashMap<>(environment);
    builder.environment().putAll(inherited);
    return builder
        .redirectErrorStream(true)
        .redirectOutput(work.resolve(name + ".log").toFile())
        .start();
  }

  private void await(Process process, int port) throws InterruptedException {
    Instant limit = Instant.now().plus(LONGEST_START);
    while (!listens(port)) {
      check(process, limit);
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Returns when it answers as the stub does. */
  private Gateway answering(Gateway gateway, Process process)
      throws IOException, InterruptedException {
    Instant limit = Instant.now().plus(LONGEST_START);
    await(process, gateway.port());
    String said = "";
    while (!said.contains("token token")) {
      check(process, limit);
      said = ask(gateway);
    }
    return gateway;
  }

  private static String ask(Gateway gateway) throws InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + gateway.port() + gateway.path());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(Duration.ofSeconds(10))
            .header("Content-Type", "application/json")
            .POST(
                BodyPublishers.ofString(
                    "{\"model\":\"stub-model\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"));
    gateway.headers().forEach(request::header);
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException notYet) {
      return "";
    }
  }

  private void check(Process process, Instant limit) throws InterruptedException {
    if (!process.isAlive() || Instant.now().isAfter(limit)) {
      throw new IllegalStateException("a gateway does not start: see the logs in " + work);
    }
    Thread.sleep(200);
  }
}
