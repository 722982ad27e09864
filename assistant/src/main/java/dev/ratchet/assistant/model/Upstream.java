package dev.ratchet.assistant.model;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The connections to the model server. Thread-safe. */
final class Upstream implements AutoCloseable {
  /** A server that listens accepts at once, also when it is busy; only a dead host takes longer. */
  static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http =
      HttpClient.newBuilder()
          // LM Studio answers an upgrade to HTTP/2 with nothing at all.
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .executor(executor)
          .build();

  HttpClient http() {
    return http;
  }

  @Override
  public void close() {
    http.shutdownNow();
    http.close();
    executor.shutdownNow();
  }
}
