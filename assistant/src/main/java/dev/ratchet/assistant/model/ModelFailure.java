package dev.ratchet.assistant.model;

import java.time.Duration;

/**
 * Why there is no (whole) answer.
 *
 * @param message for a person; holds no secret and no part of a prompt
 * @param retryAfter when it is sensible to ask again; zero when at once or never
 */
public record ModelFailure(Kind kind, String message, Duration retryAfter) {
  public enum Kind {
    /** No server is configured, none answers, or the breaker is open. */
    UNAVAILABLE,
    /** Too many wait already. */
    QUEUE_FULL,
    /** No first token in time, or nothing more came. */
    TIMEOUT,
    /** The server said that the request is wrong (too long, unknown model, bad parameter). */
    REFUSED,
    /** What came was no answer. */
    NONSENSE,
    CANCELLED
  }
}
