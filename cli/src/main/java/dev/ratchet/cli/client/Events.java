package dev.ratchet.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads server-sent events off one connection, in one thread; another one may close it. */
public final class Events implements AutoCloseable {
  private final InputStream stream;
  private final BufferedReader lines;
  private volatile long heardAt = System.nanoTime();

  public Events(InputStream stream) {
    this.stream = stream;
    this.lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
  }

  /**
   * @param id where to go on after a lost connection; null when it cannot be gone on from
   */
  public record Event(@Nullable String id, String type, JsonNode data) {
    public String message() {
      return data.path("message").asText("");
    }
  }

  /**
   * The next event, or empty at the stream's end.
   *
   * @throws IOException when the connection is lost
   */
  public Optional<Event> next() throws IOException {
    String id = null;
    String type = "message";
    StringBuilder data = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      heardAt = System.nanoTime();
      if (line.isEmpty()) {
        if (!data.isEmpty()) {
          return Optional.of(new Event(id, type, ApiClient.JSON.readTree(data.toString())));
        }
      } else if (line.startsWith("id: ")) {
        id = line.substring(4);
      } else if (line.startsWith("event: ")) {
        type = line.substring(7);
      } else if (line.startsWith("data: ")) {
        data.append(line, 6, line.length());
      }
    }
    return Optional.empty();
  }

  /** How long ago something came, be it a comment that only says that the server is there. */
  public Duration silence() {
    return Duration.ofNanos(System.nanoTime() - heardAt);
  }

  @Override
  public void close() throws IOException {
    // Not the reader, whose lock a thread that waits in it holds.
    stream.close();
  }
}
