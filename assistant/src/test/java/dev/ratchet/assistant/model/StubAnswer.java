package dev.ratchet.assistant.model;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * What a {@link StubModel} does with one request.
 *
 * @param deltas members of each chunk's delta, as JSON
 * @param tokensPerSecond 0 for as fast as it goes
 * @param delay before the head of the response
 * @param firstToken between the head and the first chunk
 * @param endAfter chunks after which it ends otherwise than well; -1 for never
 * @param body instead of an answer, when it is not empty
 */
public record StubAnswer(
    List<String> deltas,
    String finishReason,
    double tokensPerSecond,
    Duration delay,
    Duration firstToken,
    int endAfter,
    End end,
    int status,
    Duration retryAfter,
    String contentType,
    String body) {
  /** How it ends when it does not end well. */
  public enum End {
    /** The connection is reset. */
    DIE,
    /** Nothing more comes, and the connection stays. */
    STALL,
    /** Half of a chunk, then the response ends as if all were well. */
    HALF_JSON,
    /** A whole chunk that is half of an object; more chunks follow. */
    BROKEN_JSON,
    /** An error object, as servers send in a stream. */
    ERROR,
    /** The response ends properly, but without a finish reason. */
    STOP_SHORT
  }

  /** Answers with these pieces of text. */
  public static StubAnswer of(String... pieces) {
    return deltas(
        Arrays.stream(pieces).map(piece -> "\"content\":" + quoted(piece)).toArray(String[]::new));
  }

  /** Answers with that many pieces "word ". */
  public static StubAnswer words(int count) {
    String[] pieces = new String[count];
    Arrays.fill(pieces, "word ");
    return of(pieces);
  }

  public static StubAnswer deltas(String... members) {
    return new StubAnswer(
        List.of(members),
        "stop",
        0,
        Duration.ZERO,
        Duration.ZERO,
        -1,
        End.DIE,
        200,
        Duration.ZERO,
        "text/event-stream",
        "");
  }

  /** Refuses with a status; a retryAfter of zero is not sent. */
  public static StubAnswer status(int status, Duration retryAfter, String body) {
    StubAnswer some = of();
    return new StubAnswer(
        List.of(),
        "stop",
        0,
        some.delay,
        some.firstToken,
        -1,
        End.DIE,
        status,
        retryAfter,
        "application/json",
        body);
  }

  /** Answers 200 with something else than an answer. */
  public static StubAnswer raw(String contentType, String body) {
    StubAnswer some = of();
    return new StubAnswer(
        List.of(),
        "stop",
        0,
        some.delay,
        some.firstToken,
        -1,
        End.DIE,
        200,
        Duration.ZERO,
        contentType,
        body);
  }

  public StubAnswer finishing(String reason) {
    return with(reason, tokensPerSecond, delay, firstToken, endAfter, end);
  }

  public StubAnswer atRate(double perSecond) {
    return with(finishReason, perSecond, delay, firstToken, endAfter, end);
  }

  /** Waits before the head of the response. */
  public StubAnswer delayed(Duration wait) {
    return with(finishReason, tokensPerSecond, wait, firstToken, endAfter, end);
  }

  /** Waits between the head and the first chunk. */
  public StubAnswer thinking(Duration wait) {
    return with(finishReason, tokensPerSecond, delay, wait, endAfter, end);
  }

  public StubAnswer ending(int chunks, End how) {
    return with(finishReason, tokensPerSecond, delay, firstToken, chunks, how);
  }

  private StubAnswer with(
      String reason, double rate, Duration wait, Duration first, int after, End how) {
    return new StubAnswer(
        deltas, reason, rate, wait, first, after, how, status, retryAfter, contentType, body);
  }

  static String quoted(String text) {
    return "\""
        + new String(
            com.fasterxml.jackson.core.io.JsonStringEncoder.getInstance().quoteAsString(text))
        + "\"";
  }
}
