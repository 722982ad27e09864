package dev.ratchet.api;

import static dev.ratchet.api.testing.RunningApi.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.api.testing.RunningApi;
import dev.ratchet.platform.event.RunEvents;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ShutdownIT {
  @TempDir Path folder;

  @Test
  void endsStreamsAndFinishesRequestsUnderWay() {
    try (RunningApi api = new RunningApi(folder)) {
      String run = json(api.post("/api/v1/runs", "{\"location\":\"/x\"}")).path("runId").asText();
      new RunEvents(api.redis).append(run, "1", "{\"type\":\"stage\"}");
      Stream<String> lines =
          api.send(
                  api.request("/api/v1/runs/" + run + "/events"),
                  HttpResponse.BodyHandlers.ofLines())
              .body();
      Iterator<String> stream = lines.iterator();
      while (!stream.next().startsWith("event: stage")) {
        assertThat(stream.hasNext()).isTrue();
      }
      // Takes a second and a half: the release waits for workers that look late.
      CompletableFuture<HttpResponse<String>> slow =
          CompletableFuture.supplyAsync(() -> api.delete("/api/v1/emergency-stop"));
      while (!api.get("/metrics").body().contains("ratchet_api_streams 1.0")) {
        Thread.onSpinWait();
      }
      api.api.close();
      assertThat(slow.join().statusCode()).isEqualTo(200);
      while (stream.hasNext()) {
        assertThat(stream.next()).doesNotContain("run-ended");
      }
    }
  }
}
