package dev.ratchet.assistant.model;

import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * What went wrong with one call of the model server.
 *
 * @param retriable whether the same request may do better in a moment
 */
record Trouble(ModelFailure failure, boolean retriable) {
  /** Longer than any server that will be of use again today asks for. */
  private static final Duration MOST_RETRY_AFTER = Duration.ofHours(1);

  static Trouble of(ModelFailure.Kind kind, String message, boolean retriable) {
    return new Trouble(new ModelFailure(kind, message, Duration.ZERO), retriable);
  }

  static Trouble nonsense(String what) {
    return of(ModelFailure.Kind.NONSENSE, "the model server sent " + what, true);
  }

  static Trouble timeout(String message) {
    return of(ModelFailure.Kind.TIMEOUT, message, true);
  }

  static Trouble cancelled() {
    return of(ModelFailure.Kind.CANCELLED, "cancelled", false);
  }

  /** The connection failed: it could not be made, or it broke. */
  static Trouble ofConnection(Throwable cause, LmStudioConfig config) {
    boolean unreachable =
        cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException;
    return of(
        ModelFailure.Kind.UNAVAILABLE,
        unreachable
            ? "no model server answers at " + config.address()
            : "the connection to the model server at " + config.address() + " broke",
        true);
  }

  /** The server answered with an error; its text is judged, but not passed on. */
  static Trouble ofStatus(int status, String retryAfter, String text, Clock clock) {
    String said = text.toLowerCase(Locale.ROOT);
    Duration wait = retryAfter(retryAfter, clock);
    if (tooLong(said) && status < 500) {
      return of(ModelFailure.Kind.REFUSED, "the request is longer than the model's context", false);
    }
    if (said.contains("no models loaded") || said.contains("no model loaded")) {
      return of(ModelFailure.Kind.UNAVAILABLE, "the model server has no model loaded", false);
    }
    return switch (status) {
      case 401, 403 ->
          of(ModelFailure.Kind.REFUSED, "the model server does not accept model.api-key", false);
      case 404 ->
          of(
              ModelFailure.Kind.REFUSED,
              said.contains("model")
                  ? "the model server does not have that model"
                  : "the model server has no chat completions at that address",
              false);
      case 408, 504 -> timeout("the model server gave up waiting (status " + status + ")");
      case 429 ->
          new Trouble(
              new ModelFailure(
                  ModelFailure.Kind.QUEUE_FULL, "the model server has too many requests", wait),
              true);
      default ->
          status >= 400 && status < 500
              ? of(
                  ModelFailure.Kind.REFUSED,
                  "the model server refused the request (status " + status + ")",
                  false)
              : new Trouble(
                  new ModelFailure(
                      ModelFailure.Kind.UNAVAILABLE,
                      "the model server is in trouble (status " + status + ")",
                      wait),
                  status >= 500);
    };
  }

  /** An error object in the middle of a stream. */
  static Trouble ofEvent(String data) {
    return tooLong(data.toLowerCase(Locale.ROOT))
        ? of(ModelFailure.Kind.REFUSED, "the request is longer than the model's context", false)
        : of(ModelFailure.Kind.UNAVAILABLE, "the model server reported an error", true);
  }

  private static boolean tooLong(String said) {
    return said.contains("context")
        && (said.contains("exceed")
            || said.contains("length")
            || said.contains("too long")
            || said.contains("overflow")
            || said.contains("larger than")
            || said.contains("greater than"));
  }

  private static Duration retryAfter(String header, Clock clock) {
    if (header.matches("\\d{1,9}")) {
      return capped(Duration.ofSeconds(Long.parseLong(header)));
    }
    try {
      Instant when = ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return capped(Duration.between(clock.instant(), when));
    } catch (DateTimeException none) {
      return Duration.ZERO;
    }
  }

  private static Duration capped(Duration wait) {
    if (wait.isNegative()) {
      return Duration.ZERO;
    }
    return wait.compareTo(MOST_RETRY_AFTER) > 0 ? MOST_RETRY_AFTER : wait;
  }
}
