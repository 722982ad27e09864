package dev.ratchet.assistant.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventContext;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import dev.langchain4j.http.client.sse.ServerSentEventParsingHandle;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One streamed call of the model server, made on the caller's thread, which is a virtual one:
 * unlike LangChain4j's own client of the JDK it can be ended at any moment, also before the
 * response's head, and it says what an error's head said. {@link #abort} may come from any thread.
 */
final class UpstreamCall implements HttpClient {
  /** Enough for an error's text; what is longer is a page of HTML. */
  private static final int MOST_ERROR_BYTES = 65_536;

  private static final String DONE = "[DONE]";

  private final Upstream upstream;
  private final LmStudioConfig config;
  private final Runnable sent;
  private final ServerSentEventContext context = new ServerSentEventContext(new Handle());
  private volatile boolean aborted;
  private volatile @Nullable CompletableFuture<HttpResponse<InputStream>> response;
  private volatile @Nullable InputStream body;
  private boolean ended;

  /**
   * @param sent runs on the caller's thread once the server has the request
   */
  UpstreamCall(Upstream upstream, LmStudioConfig config, Runnable sent) {
    this.upstream = upstream;
    this.config = config;
    this.sent = sent;
  }

  /** Ends the call and closes its connection; nothing happens when it has ended. */
  void abort() {
    aborted = true;
    CompletableFuture<HttpResponse<InputStream>> waiting = response;
    if (waiting != null) {
      waiting.cancel(true);
    }
    close(body);
  }

  private static void close(@Nullable InputStream open) {
    try {
      if (open != null) {
        open.close();
      }
    } catch (IOException closed) {
      // That is what was wanted.
    }
  }

  /** Whether the server said that the answer is whole. */
  boolean ended() {
    return ended;
  }

  @Override
  public void execute(
      HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
    HttpResponse<InputStream> answer = send(request);
    try (InputStream in = answer.body()) {
      body = in;
      if (aborted) {
        return;
      }
      check(answer, in);
      listener.onOpen(SuccessfulHttpResponse.builder().statusCode(answer.statusCode()).build());
      read(new EventReader(in), listener);
      listener.onClose();
      drain(in);
    } catch (IOException broken) {
      if (!ended) {
        throw new TroubleException(Trouble.ofConnection(broken, config));
      }
    }
  }

  /** The connection is only used again when the response was read to its end. */
  private void drain(InputStream in) throws IOException {
    byte[] rest = new byte[256];
    while (ended && !aborted && in.read(rest) >= 0) {
      // Nothing of interest comes after the end of an answer.
    }
  }

  private HttpResponse<InputStream> send(HttpRequest request) {
    SentBody content = new SentBody(String.valueOf(request.body()).getBytes(UTF_8));
    var builder = java.net.http.HttpRequest.newBuilder(URI.create(request.url()));
    request
        .headers()
        .forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
    builder.header("Accept", "text/event-stream");
    CompletableFuture<HttpResponse<InputStream>> answer =
        upstream
            .http()
            .sendAsync(builder.POST(content).build(), HttpResponse.BodyHandlers.ofInputStream());
    response = answer;
    if (aborted) {
      answer.cancel(true);
    }
    try {
      CompletableFuture.anyOf(content.sent(), answer).join();
      sent.run();
      return answer.get();
    } catch (CompletionException
        | CancellationException
        | ExecutionException
        | InterruptedException failed) {
      answer.cancel(true);
      Throwable cause = failed.getCause() == null ? failed : failed.getCause();
      throw new TroubleException(Trouble.ofConnection(cause, config));
    }
  }

  private static void check(HttpResponse<InputStream> answer, InputStream in) throws IOException {
    int status = answer.statusCode();
    if (status != 200) {
      String text = new String(in.readNBytes(MOST_ERROR_BYTES), UTF_8);
      String retryAfter = answer.headers().firstValue("Retry-After").orElse("");
      throw new TroubleException(Trouble.ofStatus(status, retryAfter, text, Clock.systemUTC()));
    }
    String type = answer.headers().firstValue("Content-Type").orElse("");
    // Servers that name no type, or a general one, are given the benefit of the doubt.
    String lower = type.toLowerCase(Locale.ROOT);
    if (lower.contains("json") || lower.contains("html") || lower.contains("image/")) {
      throw new TroubleException(Trouble.nonsense("no stream of events"));
    }
  }

  private void read(EventReader reader, ServerSentEventListener listener) throws IOException {
    for (EventReader.Event event = reader.next();
        event != null && !aborted;
        event = reader.next()) {
      if (event.data().equals(DONE)) {
        ended = true;
        return;
      }
      if (event.name().equals("error") || event.data().startsWith("{\"error\"")) {
        throw new TroubleException(Trouble.ofEvent(event.data()));
      }
      ReadOnceEvent passed = new ReadOnceEvent(event.name(), ReasoningField.named(event.data()));
      listener.onEvent(passed, context);
      passed.forget();
    }
  }

  @Override
  public SuccessfulHttpResponse execute(HttpRequest request) {
    throw new UnsupportedOperationException("only streams are asked for");
  }

  private final class Handle implements ServerSentEventParsingHandle {
    @Override
    public void cancel() {
      abort();
    }

    @Override
    public boolean isCancelled() {
      return aborted;
    }
  }
}
