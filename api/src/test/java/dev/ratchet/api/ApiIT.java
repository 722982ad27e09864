package dev.ratchet.api;

import static dev.ratchet.api.testing.RunningApi.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ratchet.api.testing.CycleDouble;
import dev.ratchet.api.testing.OtherDoubles;
import dev.ratchet.api.testing.RunningApi;
import dev.ratchet.domain.Target;
import dev.ratchet.platform.access.Signature;
import dev.ratchet.platform.event.RunEvents;
import dev.ratchet.workflow.TaskQueues;
import dev.ratchet.workflow.improvement.ImprovementRequest;
import dev.ratchet.workflow.improvement.ImprovementWorkflow;
import io.temporal.client.WorkflowOptions;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ApiIT {
  @TempDir static Path folder;
  static RunningApi api;

  @BeforeAll
  static void start() {
    api = new RunningApi(folder);
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void startsReadsSteersAndStopsARun() {
    String run = start("/repos/Steered Über.git");
    assertThat(run).isEqualTo("steered-ber-1");
    JsonNode view = json(api.get("/api/v1/runs/" + run));
    assertThat(view.path("state").asText()).isEqualTo("RUNNING");
    assertThat(view.at("/status/stage").asText()).isEqualTo("WAITING_FOR_APPROVAL");

    assertThat(api.post("/api/v1/runs/" + run + "/pause", "").statusCode()).isEqualTo(202);
    assertThat(json(api.get("/api/v1/runs/" + run)).path("state").asText()).isEqualTo("PAUSED");
    assertThat(api.post("/api/v1/runs/" + run + "/resume", "").statusCode()).isEqualTo(202);
    assertThat(json(api.get("/api/v1/runs/" + run)).path("state").asText()).isEqualTo("RUNNING");

    assertThat(api.post("/api/v1/runs/" + run + "/stop", "{}").statusCode()).isEqualTo(400);
    assertThat(api.post("/api/v1/runs/" + run + "/stop", "{\"reason\":\"lunch\"}").statusCode())
        .isEqualTo(202);
    JsonNode ended = awaitEnd(run);
    assertThat(ended.at("/summary/outcome").asText()).isEqualTo("STOPPED");
    assertThat(ended.at("/summary/message").asText()).isEqualTo("stopped by admin: lunch");
    HttpResponse<String> late = api.post("/api/v1/runs/" + run + "/pause", "");
    assertThat(late.statusCode()).isEqualTo(409);
    assertThat(json(late).path("type").asText()).isEqualTo("urn:ratchet:problem:run-ended");
    assertThat(json(api.get("/api/v1/runs?target=steered-ber")).at("/runs/0/stage").asText())
        .isEqualTo("STOPPED");
    assertThat(start("/repos/Steered Über.git")).isEqualTo("steered-ber-2");
    stop("steered-ber-2");
  }

  @Test
  void refusesASecondRunWhenAskedTo() {
    String run = start("/repos/busy");
    HttpResponse<String> refused =
        api.post("/api/v1/runs", "{\"target\":\"busy\",\"whenBusy\":\"refuse\"}");
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(json(refused).path("detail").asText()).contains("busy-1");
    assertThat(api.delete("/api/v1/targets/busy").statusCode()).isEqualTo(409);
    assertThat(api.post("/api/v1/runs", "{\"target\":\"busy\"}").statusCode()).isEqualTo(202);
    stop(run);
    stop("busy-2");
    assertThat(api.delete("/api/v1/targets/busy").statusCode()).isEqualTo(204);
  }

  @Test
  void startsNothingTwiceUnderOneIdempotencyKey() {
    String body = "{\"location\":\"/repos/once\",\"whenBusy\":\"refuse\"}";
    HttpResponse<String> first = api.post("/api/v1/runs", body, "Idempotency-Key", "k-1");
    HttpResponse<String> again = api.post("/api/v1/runs", body, "Idempotency-Key", "k-1");
    assertThat(first.statusCode()).isEqualTo(202);
    assertThat(again.statusCode()).isEqualTo(202);
    assertThat(again.body()).isEqualTo(first.body());
    HttpResponse<String> other =
        api.post("/api/v1/runs", "{\"location\":\"/repos/once\"}", "Idempotency-Key", "k-1");
    assertThat(other.statusCode()).isEqualTo(422);
    assertThat(json(api.get("/api/v1/runs?target=once")).path("runs")).hasSize(1);
    stop("once-1");
  }

  @Test
  void neverGivesAnIdTwiceThoughRedisForgot() {
    assertThat(start("/repos/forgotten")).isEqualTo("forgotten-1");
    stop("forgotten-1");
    api.redis.del("ratchet:{target:forgotten}:runs");
    assertThat(start("/repos/forgotten")).isEqualTo("forgotten-2");
    stop("forgotten-2");
    api.post("/api/v1/targets", "{\"location\":\"/repos/old\"}");
    assertThat(start("/repos/old")).isEqualTo("old-42");
    stop("old-42");
  }

  @Test
  void signsTheApprovalOfTheExactCommit() {
    String run = start("/repos/approved");
    String path = "/api/v1/improvements/" + run + "-01";
    JsonNode view = json(api.get(path));
    assertThat(view.at("/improvement/candidate/commit").asText()).isEqualTo(CycleDouble.COMMIT);
    assertThat(view.at("/improvement/validation/gates/0/figures/passed").asText()).isEqualTo("789");
    assertThat(view.at("/improvement/validation/verdict/type").asText()).isEqualTo("Accepted");
    assertThat(view.path("undo").asText()).contains("ratchet reject " + run + "-01");

    assertThat(api.post(path + "/approve", "{}").statusCode()).isEqualTo(400);
    HttpResponse<String> other =
        api.post(path + "/approve", "{\"commit\":\"%s\"}".formatted("b".repeat(40)));
    assertThat(other.statusCode()).isEqualTo(409);
    assertThat(json(other).path("detail").asText()).contains(CycleDouble.COMMIT);
    HttpResponse<String> right =
        api.post(path + "/approve", "{\"commit\":\"%s\"}".formatted(CycleDouble.COMMIT));
    assertThat(right.statusCode()).isEqualTo(200);

    String message = awaitEnd(run).at("/summary/message").asText();
    String signed = message.substring(0, message.lastIndexOf('\n'));
    assertThat(signed).contains(run + "-01", CycleDouble.COMMIT, "admin");
    assertThat(
            new Signature(api.data.approvalKey())
                .verify(signed, message.substring(message.lastIndexOf('\n') + 1)))
        .isTrue();
    assertThat(json(api.get(path)).path("undo").asText())
        .isEqualTo("ratchet rollback " + run + "-01");
    assertThat(
            api.post(path + "/approve", "{\"commit\":\"%s\"}".formatted(CycleDouble.COMMIT))
                .statusCode())
        .isEqualTo(409);
  }

  @Test
  void showsTheDiffThatWasProposed() {
    String run = start("/repos/diffed");
    String path = "/api/v1/improvements/" + run + "-01/diff";
    HttpResponse<String> none = api.get(path);
    assertThat(none.statusCode()).isEqualTo(404);
    assertThat(json(none).path("detail").asText()).contains(CycleDouble.COMMIT);
    api.temporal
        .newWorkflowStub(
            ImprovementWorkflow.class,
            WorkflowOptions.newBuilder()
                .setWorkflowId(run + "-01")
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .build())
        .improve(
            new ImprovementRequest(
                run + "-01",
                run,
                new Target("diffed", "/repos/diffed", null, false),
                "home",
                null,
                "a".repeat(40),
                "a".repeat(40),
                null,
                null,
                Instant.now()));
    HttpResponse<String> diff = api.get(path);
    assertThat(diff.statusCode()).isEqualTo(200);
    assertThat(diff.headers().firstValue("Content-Type").orElse("")).startsWith("text/x-diff");
    assertThat(diff.body()).isEqualTo(OtherDoubles.Analysing.DIFF);
    stop(run);
  }

  @Test
  void rejectsAndRollsBack() {
    String run = start("/repos/rejected");
    String path = "/api/v1/improvements/" + run + "-01";
    assertThat(api.post(path + "/reject", "{\"reason\":\"ugly\"}").statusCode()).isEqualTo(200);
    assertThat(awaitEnd(run).at("/summary/message").asText()).isEqualTo("rejected: ugly");

    assertThat(api.get(path + "/rollback").statusCode()).isEqualTo(404);
    assertThat(api.post(path + "/rollback", "{\"reason\":\"refuse\"}").statusCode()).isEqualTo(202);
    assertThat(awaitRollback(path).at("/result/code").asText()).isEqualTo("not-applied");
    assertThat(api.post(path + "/rollback", "").statusCode()).isEqualTo(202);
    JsonNode done = awaitRollback(path);
    assertThat(done.at("/result/type").asText()).isEqualTo("RolledBack");
    assertThat(done.at("/result/reverted").asBoolean()).isTrue();
  }

  @Test
  void listsFindingsWithWhatBecameOfThem() {
    String run = start("/repos/found");
    String path = "/api/v1/runs/" + run + "/findings";
    assertThat(api.get(path).statusCode()).isEqualTo(409);
    stop(run);
    awaitEnd(run);
    JsonNode all = json(api.get(path)).path("findings");
    assertThat(all).hasSize(2);
    assertThat(all.at("/0/rule").asText()).isEqualTo("ratchet:charset-constant");
    assertThat(all.at("/0/improvement").asText()).isEqualTo(run + "-01");
    assertThat(all.at("/1/finding/issues/0/place/startLine").asInt()).isEqualTo(7);
    assertThat(all.at("/1/left").asText()).contains("for a person");
    assertThat(json(api.get(path + "?rule=pmd:EmptyCatchBlock")).path("findings")).hasSize(1);
    assertThat(json(api.get(path + "?rule=pmd:None")).path("findings")).isEmpty();
    assertThat(api.get("/api/v1/runs/found-99/findings").statusCode()).isEqualTo(404);
  }

  @Test
  void findsInTheMirrorWhatTemporalForgot() {
    api.post("/api/v1/targets", "{\"location\":\"/repos/old\"}");
    JsonNode view = json(api.get("/api/v1/runs/old-41"));
    assertThat(view.at("/summary/message").asText()).isEqualTo("long ago");
    JsonNode improvement = json(api.get("/api/v1/improvements/old-41-01"));
    assertThat(improvement.at("/improvement/state").asText()).isEqualTo("ROLLED_BACK");
    assertThat(json(api.get("/api/v1/runs?target=old")).findValuesAsText("runId"))
        .contains("old-41");
    assertThat(api.get("/api/v1/runs/old-7").statusCode()).isEqualTo(404);
    assertThat(api.get("/api/v1/improvements/old-7-01").statusCode()).isEqualTo(404);
  }

  @Test
  void addsShowsAndRemovesTargets() {
    String order = "{\"location\":\"https://example.org/some/Thing.git\",\"branch\":\"main\"}";
    HttpResponse<String> added = api.post("/api/v1/targets", order);
    assertThat(added.statusCode()).isEqualTo(201);
    assertThat(json(added).path("name").asText()).isEqualTo("thing");
    assertThat(api.post("/api/v1/targets", order).statusCode()).isEqualTo(200);
    HttpResponse<String> clash =
        api.post("/api/v1/targets", "{\"location\":\"/else\",\"name\":\"thing\"}");
    assertThat(clash.statusCode()).isEqualTo(409);
    assertThat(json(api.post("/api/v1/targets", "{\"location\":\"/other/thing\"}")).path("name"))
        .hasToString("\"thing-x2\"");
    assertThat(json(api.get("/api/v1/targets")).findValuesAsText("name"))
        .contains("thing", "thing-x2");
    assertThat(json(api.get("/api/v1/targets/thing")).at("/target/branch").asText())
        .isEqualTo("main");
    assertThat(api.delete("/api/v1/targets/thing").statusCode()).isEqualTo(204);
    assertThat(api.get("/api/v1/targets/thing").statusCode()).isEqualTo(404);
  }

  @Test
  void streamsEventsAndGoesOnAfterTheLastSeen() {
    String run = start("/repos/streamed");
    RunEvents events = new RunEvents(api.redis);
    append(events, run, "1", "stage");
    append(events, run, "2", "baseline");
    List<String> seen = new ArrayList<>();
    String second;
    try (Stream<String> lines = follow(run, null)) {
      second =
          lines
              .peek(seen::add)
              .filter(line -> line.startsWith("id: "))
              .skip(1)
              .findFirst()
              .orElseThrow();
    }
    assertThat(seen).contains("event: stage").anyMatch(line -> line.contains("\"message\":\"m1\""));

    append(events, run, "3", "tests");
    append(events, run, "4", "run-ended");
    stop(run);
    List<String> rest;
    try (Stream<String> lines = follow(run, second.substring(4))) {
      rest = lines.filter(line -> line.startsWith("event: ")).toList();
    }
    assertThat(rest).containsExactly("event: tests", "event: run-ended");

    String last = events.last(run).orElseThrow().position();
    assertThat(
            api.send(api.request("/api/v1/runs/" + run + "/events").header("Last-Event-ID", last))
                .statusCode())
        .isEqualTo(204);
    assertThat(
            api.send(api.request("/api/v1/runs/" + run + "/events").header("Last-Event-ID", "x"))
                .statusCode())
        .isEqualTo(400);
    assertThat(api.get("/api/v1/runs/streamed-99/events").statusCode()).isEqualTo(404);
  }

  @Test
  void engagesTheEmergencyStopInTheLatchAndInTemporal() {
    JsonNode engaged = json(api.post("/api/v1/emergency-stop", "{\"reason\":\"smoke\"}"));
    assertThat(engaged.path("engaged").asBoolean()).isTrue();
    assertThat(engaged.path("temporal").asText()).isEqualTo("engaged");
    assertThat(engaged.path("acknowledged").asBoolean()).isTrue();
    assertThat(engaged.at("/latched/reason").asText()).isEqualTo("smoke");
    assertThat(Files.exists(api.data.latch())).isTrue();

    JsonNode released = json(api.delete("/api/v1/emergency-stop"));
    assertThat(released.path("engaged").asBoolean()).isFalse();
    assertThat(released.path("temporal").asText()).isEqualTo("clear");
    assertThat(Files.exists(api.data.latch())).isFalse();
    assertThat(json(api.delete("/api/v1/emergency-stop")).path("engaged").asBoolean()).isFalse();
  }

  @Test
  void saysWhetherItIsReadyAndShowsFigures() {
    assertThat(api.get("/health/live").statusCode()).isEqualTo(200);
    HttpResponse<String> ready = api.get("/health/ready");
    assertThat(ready.statusCode()).as(ready.body()).isEqualTo(200);
    String figures = api.get("/metrics").body();
    assertThat(figures)
        .contains("ratchet_http_requests_seconds_count{method=\"GET\",route=\"/health/live\"")
        .contains("ratchet_runs{state=\"Running\"}")
        .contains("ratchet_workers 1.0")
        .doesNotContain("steered-ber");
  }

  private static Stream<String> follow(String run, String after) {
    var request = api.request("/api/v1/runs/" + run + "/events");
    if (after != null) {
      request.header("Last-Event-ID", after);
    }
    HttpResponse<Stream<String>> response = api.send(request, HttpResponse.BodyHandlers.ofLines());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/event-stream");
    return response.body();
  }

  private static void append(RunEvents events, String run, String id, String type) {
    events.append(
        run,
        id,
        "{\"runId\":\"%s\",\"id\":\"%s\",\"type\":\"%s\",\"message\":\"m%s\"}"
            .formatted(run, id, type, id));
  }

  private static String start(String location) {
    HttpResponse<String> started =
        api.post("/api/v1/runs", "{\"location\":\"%s\"}".formatted(location));
    assertThat(started.statusCode()).as(started.body()).isEqualTo(202);
    return json(started).path("runId").asText();
  }

  private static void stop(String run) {
    api.post("/api/v1/runs/" + run + "/stop", "{\"reason\":\"done\"}");
    awaitEnd(run);
  }

  private static JsonNode awaitEnd(String run) {
    JsonNode view;
    do {
      view = json(api.get("/api/v1/runs/" + run));
    } while (!view.path("state").asText().equals("ENDED"));
    return view;
  }

  private static JsonNode awaitRollback(String path) {
    JsonNode view;
    do {
      view = json(api.get(path + "/rollback"));
    } while (!view.path("state").asText().equals("ENDED"));
    return view;
  }
}
