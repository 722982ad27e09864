package dev.ratchet.api;

import static dev.ratchet.api.testing.RunningApi.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ratchet.api.testing.RunningApi;
import dev.ratchet.platform.event.RunEvents;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class OutageIT {
  @TempDir Path folder;

  @Test
  void survivesTheLossOfRedisAndOfTemporal() {
    try (RunningApi api = new RunningApi(folder)) {
      String run = json(api.post("/api/v1/runs", "{\"location\":\"/x\"}")).path("runId").asText();
      RunEvents events = new RunEvents(api.redis);
      append(events, run, "1", "stage");
      CompletableFuture<List<String>> followed =
          CompletableFuture.supplyAsync(() -> follow(api, run));

      while (!api.get("/metrics").body().contains("ratchet_api_streams 1.0")) {
        Thread.onSpinWait();
      }

      api.redisServer.kill();
      HttpResponse<String> refused = api.get("/api/v1/targets");
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(json(refused).path("type").asText()).isEqualTo("urn:ratchet:problem:redis-away");
      assertThat(json(api.get("/health/ready")).at("/checks/redis").asText())
          .contains("does not answer");
      assertThat(api.get("/health/live").statusCode()).isEqualTo(200);
      // A person who was in before can still steer.
      assertThat(api.post("/api/v1/runs/" + run + "/pause", "").statusCode()).isEqualTo(202);
      api.redisServer.restart();
      assertThat(api.get("/api/v1/targets").statusCode()).isEqualTo(200);

      append(events, run, "2", "tests");
      append(events, run, "3", "run-ended");
      assertThat(followed.join())
          .containsExactly("event: stage", "event: tests", "event: run-ended");

      api.temporalServer.kill();
      assertThat(api.get("/api/v1/runs/" + run).statusCode()).isEqualTo(503);
      assertThat(api.get("/health/ready").statusCode()).isEqualTo(503);
      assertThat(json(api.post("/api/v1/emergency-stop", "{\"reason\":\"dark\"}")).path("temporal"))
          .hasToString("\"unreachable\"");
      api.temporalServer.restart();
      String state;
      do {
        state = json(api.get("/api/v1/runs/" + run)).path("state").asText();
      } while (!state.equals("PAUSED"));
    }
  }

  @Test
  void whatNobodyCanAnswerForIsNotSaidToBeMissing() {
    try (RunningApi api = new RunningApi(folder)) {
      String run = json(api.post("/api/v1/runs", "{\"location\":\"/x\"}")).path("runId").asText();
      api.stopWorker();
      HttpResponse<String> silent = api.get("/api/v1/improvements/" + run + "-01");
      assertThat(silent.statusCode()).isEqualTo(503);
      assertThat(json(silent).path("type").asText()).isEqualTo("urn:ratchet:problem:run-silent");
    }
  }

  private static List<String> follow(RunningApi api, String run) {
    try (Stream<String> lines =
        api.send(
                api.request("/api/v1/runs/" + run + "/events"), HttpResponse.BodyHandlers.ofLines())
            .body()) {
      return lines.filter(line -> line.startsWith("event: ")).toList();
    }
  }

  private static void append(RunEvents events, String run, String id, String type) {
    events.append(run, id, "{\"type\":\"%s\"}".formatted(type));
  }
}
