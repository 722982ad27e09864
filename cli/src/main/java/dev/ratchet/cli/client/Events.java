package dev.ratchet.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads server-sent events off one connection. Not thread-safe. */
final class Events implements AutoCloseable {
  private final BufferedReader lines;

  Events(InputStream stream) {
    this.lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
  }

  /**
   * @param id where to go on after a lost connection; null when it cannot be gone on from
   */
  record Event(@Nullable String id, String type, JsonNode data) {
    String message() {
      return data.path("message").asText("");
    }
  }

  /**
   * The next event, or empty at the stream's end.
   *
   * @throws IOException when the connection is lost
   */
  Optional<Event> next() throws IOException {
    String id = null;
    String type = "message";
    StringBuilder data = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
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

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
