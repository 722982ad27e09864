package dev.ratchet.api.openai;

import dev.ratchet.api.http.ProblemException;
import dev.ratchet.assistant.model.LmStudioConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/** The model server's own HTTP interface, with bodies as they are. Thread-safe. */
public final class ModelEndpoint implements AutoCloseable {
  /** A server that listens accepts at once, also when it is busy. */
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** Doubles with each try. */
  private static final long FIRST_PAUSE_MILLIS = 100;

  private static final Duration RETRY = Duration.ofSeconds(5);

  private final Supplier<Optional<LmStudioConfig>> settings;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http =
      HttpClient.newBuilder()
          // LM Studio answers an upgrade to HTTP/2 with nothing at all.
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .executor(executor)
          .build();
  private final Deadlines deadlines = new Deadlines();

  /**
   * @param settings of the server that is in use at the moment; empty while there is none
   */
  public ModelEndpoint(Supplier<Optional<LmStudioConfig>> settings) {
    this.settings = settings;
  }

  /**
   * @throws ProblemException 503 while there is no model server
   */
  LmStudioConfig settings() {
    return settings
        .get()
        .orElseThrow(
            () ->
                ProblemException.unavailable(
                    "no-model", "no model server is in use: see ratchet model list"));
  }

  /** A call that is about to be made; the caller closes it. */
  ModelCall call() {
    return new ModelCall(http, deadlines);
  }

  /**
   * Sends the body, again when the connection could not be made or broke before an answer began.
   *
   * @throws ProblemException 503 when the server cannot be reached
   * @throws IOException when the call was ended
   */
  HttpResponse<InputStream> post(ModelCall call, String path, byte[] body) throws IOException {
    LmStudioConfig server = settings();
    HttpRequest request =
        request(server, path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    for (int attempt = 1; ; attempt++) {
      try {
        return call.send(request);
      } catch (IOException broken) {
        if (call.ended() != null) {
          throw broken;
        }
        if (attempt >= server.tries()) {
          throw away(broken);
        }
        pause(attempt);
      }
    }
  }

  HttpResponse<InputStream> get(ModelCall call, String path) throws IOException {
    return call.send(request(settings(), path).GET().build());
  }

  private static HttpRequest.Builder request(LmStudioConfig server, String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.baseUrl() + path));
    if (server.apiKey() != null) {
      request.header("Authorization", "Bearer " + server.apiKey());
    }
    return request;
  }

  static ProblemException away(IOException why) {
    boolean unreachable =
        why instanceof ConnectException || why instanceof HttpConnectTimeoutException;
    return ProblemException.unavailable(
            "model-away",
            unreachable
                ? "the model server does not answer: see ratchet doctor"
                : "the connection to the model server broke: the request may be sent again")
        .retryAfter(RETRY);
  }

  private static void pause(int attempt) throws IOException {
    long most = FIRST_PAUSE_MILLIS << attempt;
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(most / 2, most));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    deadlines.close();
    http.shutdownNow();
    executor.shutdownNow();
  }
}
