package dev.ratchet.api.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ratchet.api.http.Call;
import dev.ratchet.api.http.ProblemException;
import dev.ratchet.api.http.Reason;
import dev.ratchet.api.http.Route;
import dev.ratchet.api.target.TargetBook;
import dev.ratchet.domain.Principal.Role;
import dev.ratchet.domain.Target;
import dev.ratchet.platform.redis.IdempotencyKeys;
import dev.ratchet.platform.redis.IdempotencyKeys.Claim;
import dev.ratchet.workflow.Payloads;
import java.util.List;
import java.util.Optional;

/** The routes of runs. */
public final class RunRoutes {
  private static final ObjectMapper JSON = Payloads.mapper();

  private final Runs runs;
  private final RunReader reader;
  private final TargetBook targets;
  private final IdempotencyKeys keys;

  public RunRoutes(Runs runs, RunReader reader, TargetBook targets, IdempotencyKeys keys) {
    this.runs = runs;
    this.reader = reader;
    this.targets = targets;
    this.keys = keys;
  }

  /** The id of a run that was started, and where to read on. */
  public record Started(String runId, String target, String events) {
    static Started of(String runId, String target) {
      return new Started(runId, target, "/api/v1/runs/" + runId + "/events");
    }
  }

  /** The latest runs, newest first. */
  public record RunList(List<RunLine> runs) {}

  public List<Route> routes() {
    return List.of(
        Route.post("/api/v1/runs", "startRun")
            .says("runs", "Start a run over a target")
            .needs(Role.ADMIN)
            .header("Idempotency-Key", "A request sent again with the same key starts nothing new")
            .takes(RunOrder.class)
            .answers(202, Started.class, "The run was started")
            .problems(404, 409, 422)
            .does(this::start),
        Route.get("/api/v1/runs", "listRuns")
            .says("runs", "The latest runs, newest first")
            .needs(Role.ADMIN)
            .query("target", "string", "Only runs over this target")
            .query("limit", "integer", "At most this many, 1 to 200; 20 unless told")
            .answers(200, RunList.class, "The runs")
            .does(this::list),
        Route.get("/api/v1/runs/{id}", "readRun")
            .says("runs", "A run: where it is, or how it ended")
            .needs(Role.ADMIN)
            .answers(200, RunView.class, "The run")
            .problems(404)
            .does(call -> call.answer(200, reader.find(call.id("id")))),
        Route.post("/api/v1/runs/{id}/pause", "pauseRun")
            .says("runs", "Start nothing new in the run until it is resumed")
            .needs(Role.ADMIN)
            .answers(202, "", "The run was told")
            .problems(404, 409)
            .does(
                call -> {
                  runs.pause(call.id("id"), call.principal());
                  call.ctx().status(202);
                }),
        Route.post("/api/v1/runs/{id}/resume", "resumeRun")
            .says("runs", "Go on with a paused run")
            .needs(Role.ADMIN)
            .answers(202, "", "The run was told")
            .problems(404, 409)
            .does(
                call -> {
                  runs.resume(call.id("id"), call.principal());
                  call.ctx().status(202);
                }),
        Route.post("/api/v1/runs/{id}/stop", "stopRun")
            .says("runs", "End the run; what it applied and verified stays")
            .needs(Role.ADMIN)
            .takes(Reason.class)
            .answers(202, "", "The run was told")
            .problems(404, 409)
            .does(
                call -> {
                  String reason = call.body(Reason.class).required();
                  runs.stop(call.id("id"), call.principal(), reason);
                  call.ctx().status(202);
                }));
  }

  private void list(Call call) {
    String target = call.query("target").orElse(null);
    if (target != null && !Call.isId(target)) {
      throw ProblemException.badRequest("'target' must be the name of a target");
    }
    call.answer(200, new RunList(reader.list(target, call.limit(20, 200))));
  }

  private void start(Call call) throws JsonProcessingException {
    RunOrder order = call.body(RunOrder.class);
    Target target = targets.of(order);
    Optional<String> key = call.header("Idempotency-Key");
    String request = JSON.writeValueAsString(order);
    Optional<Claim> earlier = key.flatMap(known -> keys.find(call.principal().id(), known));
    if (earlier.isPresent()) {
      answer(call, target, again(call, order, target, request, earlier.get()));
      return;
    }
    if (order.whenBusy() == RunOrder.WhenBusy.REFUSE) {
      runs.refuseIfBusy(target);
    }
    String reserved = runs.reserve(target);
    if (key.isPresent()) {
      checkKey(key.get());
      Claim claim = keys.claim(call.principal().id(), key.get(), request, reserved);
      if (!claim.result().equals(reserved)) {
        answer(call, target, again(call, order, target, request, claim));
        return;
      }
    }
    answer(call, target, runs.start(reserved, target, order, call.principal(), false));
  }

  /** The same request again: its run, which is started now if it was not. */
  private String again(Call call, RunOrder order, Target target, String request, Claim earlier) {
    if (!earlier.request().equals(request)) {
      throw new ProblemException(
          422,
          "idempotency-key-reused",
          "The idempotency key belongs to another request",
          "use a new Idempotency-Key for each new run");
    }
    return runs.start(earlier.result(), target, order, call.principal(), true);
  }

  private static void checkKey(String key) {
    if (!key.matches("[\\x21-\\x7e]{1,128}")) {
      throw ProblemException.badRequest(
          "the Idempotency-Key must have 1 to 128 visible ASCII characters");
    }
  }

  private static void answer(Call call, Target target, String runId) {
    call.ctx().header("Location", "/api/v1/runs/" + runId);
    call.answer(202, Started.of(runId, target.name()));
  }
}
