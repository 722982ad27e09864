package dev.ratchet.api.openai;

import dev.ratchet.api.http.ProblemException;
import dev.ratchet.assistant.model.Generated;
import dev.ratchet.assistant.model.Lane;
import dev.ratchet.assistant.model.ModelFailure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The figures of one request, as they come to be. For one thread. */
final class Measured {
  /** For the metrics: what comes by this way has no agent of its own. */
  private static final String AGENT = "openai";

  private final String model;
  private final long askedNanos = System.nanoTime();
  private long sentNanos;
  private long firstNanos;
  private int tokens;
  private int promptTokens;

  Measured(String model) {
    this.model = model;
  }

  /** It has a slot, and is sent now. */
  void sent() {
    sentNanos = System.nanoTime();
  }

  /** A token came, or a chunk of some. */
  void token() {
    if (tokens++ == 0) {
      firstNanos = System.nanoTime();
    }
  }

  /** What the model server counted; 0 where it did not. */
  void counted(int prompt, int completion) {
    promptTokens = prompt;
    tokens = completion;
  }

  Generated well() {
    return generated(null);
  }

  Generated failed(ModelFailure.Kind kind) {
    return generated(kind);
  }

  Generated failed(ProblemException problem) {
    return generated(
        switch (problem.status()) {
          case 429 -> ModelFailure.Kind.QUEUE_FULL;
          case 502 -> ModelFailure.Kind.NONSENSE;
          case 503 -> ModelFailure.Kind.UNAVAILABLE;
          case 504 -> ModelFailure.Kind.TIMEOUT;
          default -> ModelFailure.Kind.REFUSED;
        });
  }

  private Generated generated(ModelFailure.@Nullable Kind failure) {
    long now = System.nanoTime();
    boolean tried = sentNanos != 0;
    return new Generated(
        model,
        AGENT,
        Lane.CHAT,
        failure,
        Duration.ofNanos((tried ? sentNanos : now) - askedNanos),
        firstNanos == 0 ? Duration.ZERO : Duration.ofNanos(firstNanos - sentNanos),
        tried ? Duration.ofNanos(now - sentNanos) : Duration.ZERO,
        promptTokens,
        tokens,
        tried ? 1 : 0);
  }
}
