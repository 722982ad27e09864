package dev.ratchet.cli.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** One streamed answer as it comes, and when. */
final class TrialAnswer {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A hundred tokens with all that servers put around them. */
  private static final int LONGEST = 1 << 20;

  private final long askedNanos;
  private final StringBuilder text = new StringBuilder();
  private long firstNanos;
  private long lastNanos;
  private int pieces;
  private int tokens;

  TrialAnswer(long askedNanos) {
    this.askedNanos = askedNanos;
  }

  ModelTrial.Result read(InputStream stream, String model) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(limited(stream), StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("data:") && !line.endsWith("[DONE]")) {
        take(line.substring("data:".length()));
      }
    }
    if (pieces == 0) {
      throw new IOException("it answered, but not a single token came");
    }
    int counted = Math.max(tokens, pieces);
    double seconds = (lastNanos - firstNanos) / 1e9;
    return new ModelTrial.Result(
        model,
        text.toString().strip(),
        (firstNanos - askedNanos) / 1_000_000,
        counted,
        seconds <= 0 ? 0 : (counted - 1) / seconds);
  }

  private static InputStream limited(InputStream stream) {
    return new FilterInputStream(stream) {
      private int left = LONGEST;

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        if (left <= 0) {
          throw new IOException("it does not stop answering");
        }
        int read = super.read(buffer, offset, length);
        left -= Math.max(read, 0);
        return read;
      }
    };
  }

  private void take(String json) throws IOException {
    JsonNode event;
    try {
      event = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IOException("what it answered is no JSON", e);
    }
    if (event.has("error")) {
      throw new IOException("it failed: " + event.path("error").path("message").asText());
    }
    tokens = Math.max(tokens, event.path("usage").path("completion_tokens").asInt(0));
    JsonNode delta = event.path("choices").path(0).path("delta");
    String said = delta.path("content").asText("");
    if (!said.isEmpty() || !delta.path("reasoning_content").asText("").isEmpty()) {
      lastNanos = System.nanoTime();
      if (pieces++ == 0) {
        firstNanos = lastNanos;
      }
      text.append(said);
    }
  }
}
