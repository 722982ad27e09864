package dev.ratchet.api.openai;

import dev.ratchet.api.http.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One call of the model server, which can be ended at any moment and from any thread; its caller
 * then sees an IOException. The rest is for one thread.
 */
final class ModelCall implements AutoCloseable {
  /** Why a call was ended before the model server ended it. */
  enum End {
    CLIENT_LEFT,
    TOO_SLOW,
    STOPPING
  }

  private final HttpClient http;
  private final Deadlines deadlines;
  private final AtomicReference<@Nullable End> ended = new AtomicReference<>();
  private volatile long deadlineNanos = Long.MAX_VALUE;
  private volatile @Nullable CompletableFuture<?> pending;
  private volatile @Nullable InputStream body;

  ModelCall(HttpClient http, Deadlines deadlines) {
    this.http = http;
    this.deadlines = deadlines;
    deadlines.watch(this);
  }

  /** As {@link System#nanoTime}; from then on the call is too slow. */
  void deadline(long nanos) {
    deadlineNanos = nanos;
  }

  long deadline() {
    return deadlineNanos;
  }

  /** Sends the request; returns when the head of the response has come. */
  HttpResponse<InputStream> send(HttpRequest request) throws IOException {
    CompletableFuture<HttpResponse<InputStream>> answer =
        http.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream());
    HttpResponse<InputStream> response = await(answer);
    body = response.body();
    if (ended.get() != null) {
      response.body().close();
    }
    return response;
  }

  /**
   * Waits for something that is given up when the call is ended.
   *
   * @throws IOException when it was given up, or failed with one
   */
  <T> T await(CompletableFuture<T> something) throws IOException {
    pending = something;
    if (ended.get() != null) {
      something.cancel(true);
    }
    try {
      return something.get();
    } catch (CancellationException given) {
      throw new IOException(given);
    } catch (ExecutionException failed) {
      switch (failed.getCause()) {
        case null -> throw new IOException(failed);
        case IOException broken -> throw broken;
        case ProblemException problem -> throw problem;
        default -> throw new IOException(failed.getCause());
      }
    } catch (InterruptedException e) {
      end(End.STOPPING);
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** Ends the call and closes its connection; only the first reason counts. */
  void end(End why) {
    if (!ended.compareAndSet(null, why)) {
      return;
    }
    CompletableFuture<?> waiting = pending;
    if (waiting != null) {
      waiting.cancel(true);
    }
    InputStream open = body;
    if (open != null) {
      try {
        open.close();
      } catch (IOException closed) {
        // That is what was wanted.
      }
    }
  }

  /** Why the call was ended, if it was. */
  @Nullable End ended() {
    return ended.get();
  }

  /** Also ends what was not read to its end, so that the model works for nobody. */
  @Override
  public void close() {
    deadlines.forget(this);
    end(End.STOPPING);
  }

  /** What a client is told that is still there. */
  static ProblemException tooSlow() {
    return new ProblemException(
        504,
        "model-too-slow",
        "The model is too slow",
        "the model did not answer in time; a shorter request or a later one may do better");
  }
}
