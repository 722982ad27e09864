package dev.ratchet.assistant.model;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one generation; nothing of what was said.
 *
 * @param model as it was asked for
 * @param agent whose it was
 * @param failure why there was no whole answer; null when there was
 * @param queued time until it had a slot
 * @param firstToken from the slot to the first token; zero when none came
 * @param total from the slot to the end
 * @param tokens written: as the server counted, else pieces of the stream
 * @param tries calls of the server; 0 when it was refused without one
 */
public record Generated(
    String model,
    String agent,
    Lane lane,
    ModelFailure.@Nullable Kind failure,
    Duration queued,
    Duration firstToken,
    Duration total,
    int promptTokens,
    int tokens,
    int tries) {
  public boolean well() {
    return failure == null;
  }

  /** Whether it says that the server is in trouble, and not who asked. */
  public boolean serverFailed() {
    return tries > 0
        && (failure == ModelFailure.Kind.UNAVAILABLE
            || failure == ModelFailure.Kind.TIMEOUT
            || failure == ModelFailure.Kind.NONSENSE);
  }

  /** How fast it wrote after the first token; empty when too little came to tell. */
  public Optional<Double> tokensPerSecond() {
    double seconds = total.minus(firstToken).toNanos() / 1e9;
    return firstToken.isZero() || tokens < 2 || seconds <= 0
        ? Optional.empty()
        : Optional.of((tokens - 1) / seconds);
  }
}
