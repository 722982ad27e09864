package dev.ratchet.api.http;

import java.time.Duration;

/** What one request may take. */
public final class ApiLimits {
  /** Every body is a handful of short fields. */
  public static final int BODY_BYTES = 64 * 1024;

  /** Longest text a person gives as a reason. */
  public static final int REASON_CHARACTERS = 1_000;

  /** Followers of runs at the same time; each holds a virtual thread and a socket. */
  public static final int STREAMS = 200;

  /** How long an answer waits for a worker. */
  public static final Duration WORKER = Duration.ofSeconds(15);

  private ApiLimits() {}
}
