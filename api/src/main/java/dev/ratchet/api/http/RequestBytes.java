package dev.ratchet.api.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Semaphore;

/**
 * Reads large JSON bodies as they are, within a limit for each and one for all that are being
 * worked on. Thread-safe.
 */
public final class RequestBytes {
  /** Some 500,000 tokens of text: more than the models that run on one machine can read. */
  public static final int MOST = 2 * 1024 * 1024;

  /** An eighth of the api's heap. */
  private static final int MOST_OF_ALL = 64 * 1024 * 1024;

  /** Bodies of this size are many and small; only larger ones are counted. */
  private static final int SMALL = 64 * 1024;

  /** A client that is refused has to be heard out, or it sees a broken connection instead. */
  private static final int MOST_DISCARDED = 64 * 1024 * 1024;

  /** For a body of the largest size over a slow line. */
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final Semaphore free = new Semaphore(MOST_OF_ALL);

  /** A body; closing it makes room for others. */
  public final class Body implements AutoCloseable {
    private final byte[] bytes;
    private final int counted;

    private Body(byte[] bytes, int counted) {
      this.bytes = bytes;
      this.counted = counted;
    }

    public byte[] bytes() {
      return bytes;
    }

    @Override
    public void close() {
      free.release(counted);
    }
  }

  /**
   * @throws ProblemException 415, 413, or 503 when too much is being worked on
   */
  public Body read(Context ctx) throws IOException {
    String type = Objects.requireNonNullElse(ctx.contentType(), "");
    InputStream in = ctx.req().getInputStream();
    if (!type.regionMatches(true, 0, "application/json", 0, 16)) {
      discard(in);
      throw new ProblemException(
          415,
          "not-json",
          "Unsupported media type",
          "the body must be JSON with the header Content-Type: application/json");
    }
    long declared = ctx.req().getContentLengthLong();
    if (declared > MOST) {
      throw tooLarge(in);
    }
    if (declared >= 0 && declared <= SMALL) {
      return new Body(bytes(in, (int) declared), 0);
    }
    int counted = declared < 0 ? MOST : (int) declared;
    if (!free.tryAcquire(counted)) {
      discard(in);
      throw ProblemException.unavailable(
              "too-much-at-once", "too many large requests are being worked on: try again")
          .retryAfter(Duration.ofSeconds(1));
    }
    return counted(in, counted);
  }

  private Body counted(InputStream in, int counted) throws IOException {
    boolean read = false;
    try {
      byte[] bytes = bytes(in, MOST + 1);
      if (bytes.length > MOST) {
        throw tooLarge(in);
      }
      read = true;
      return new Body(bytes, counted);
    } finally {
      if (!read) {
        free.release(counted);
      }
    }
  }

  /** Until there are so many, or no more; a client may not hold a place by sending drop by drop. */
  private static byte[] bytes(InputStream in, int most) throws IOException {
    long deadline = System.nanoTime() + LONGEST.toNanos();
    byte[] bytes = new byte[Math.min(most, SMALL)];
    int filled = 0;
    while (filled < most) {
      if (filled == bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.min(most, filled * 4));
      }
      int read = in.read(bytes, filled, bytes.length - filled);
      if (read < 0) {
        break;
      }
      filled += read;
      if (System.nanoTime() - deadline > 0) {
        throw new ProblemException(
            408,
            "too-slow",
            "Too slow",
            "the body did not come within " + LONGEST.toSeconds() + " s");
      }
    }
    return filled == bytes.length ? bytes : Arrays.copyOf(bytes, filled);
  }

  private static ProblemException tooLarge(InputStream in) throws IOException {
    discard(in);
    return new ProblemException(
            413,
            "body-too-large",
            "Body too large",
            "the body is too large: send at most %d bytes".formatted(MOST))
        .about("messages");
  }

  private static void discard(InputStream in) throws IOException {
    byte[] some = new byte[16_384];
    long left = MOST_DISCARDED;
    for (int read = in.read(some); read >= 0 && left > 0; read = in.read(some)) {
      left -= read;
    }
  }
}
