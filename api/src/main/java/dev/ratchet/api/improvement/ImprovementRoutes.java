package dev.ratchet.api.improvement;

import dev.ratchet.api.http.Call;
import dev.ratchet.api.http.ProblemException;
import dev.ratchet.api.http.Reason;
import dev.ratchet.api.http.Route;
import dev.ratchet.api.improvement.Rollbacks.RollbackView;
import dev.ratchet.api.run.Ids;
import dev.ratchet.api.run.RunReader;
import dev.ratchet.api.target.TargetBook;
import dev.ratchet.domain.Improvement;
import dev.ratchet.domain.Principal.Role;
import dev.ratchet.domain.Target;
import dev.ratchet.workflow.cycle.RunStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The routes of improvements. */
public final class ImprovementRoutes {
  private final RunReader reader;
  private final TargetBook targets;
  private final Diffs diffs;
  private final Decisions decisions;
  private final Rollbacks rollbacks;

  public ImprovementRoutes(
      RunReader reader, TargetBook targets, Diffs diffs, Decisions decisions, Rollbacks rollbacks) {
    this.reader = reader;
    this.targets = targets;
    this.diffs = diffs;
    this.decisions = decisions;
    this.rollbacks = rollbacks;
  }

  /**
   * @param commit in full, as the improvement shows it: it says which diff was looked at
   */
  public record ApprovalOrder(@Nullable String commit) {
    public ApprovalOrder {
      if (commit == null || !commit.matches("[0-9a-f]{40}")) {
        throw new IllegalArgumentException(
            "'commit' is needed: the 40 hex digits of the commit that is approved");
      }
    }

    String required() {
      return commit == null ? "" : commit;
    }
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/improvements/{id}", "readImprovement")
            .says("improvements", "An improvement: finding, gates, verdict, commit, how to undo it")
            .needs(Role.ADMIN)
            .answers(200, ImprovementView.class, "The improvement")
            .problems(404)
            .does(call -> call.answer(200, ImprovementView.of(improvement(call)))),
        Route.get("/api/v1/improvements/{id}/diff", "readDiff")
            .says("improvements", "The change as a unified diff")
            .needs(Role.ADMIN)
            .answers(200, "text/x-diff", "The diff")
            .problems(404)
            .does(this::diff),
        Route.post("/api/v1/improvements/{id}/approve", "approveImprovement")
            .says("improvements", "Approve one exact commit and those below it in its stack")
            .needs(Role.ADMIN)
            .takes(ApprovalOrder.class)
            .answers(200, RunStatus.class, "The run, which goes on")
            .problems(404, 409)
            .does(
                call -> {
                  String commit = call.body(ApprovalOrder.class).required();
                  call.answer(200, decisions.approve(improvement(call), commit, call.principal()));
                }),
        Route.post("/api/v1/improvements/{id}/reject", "rejectImprovement")
            .says("improvements", "Refuse an improvement that waits for approval")
            .needs(Role.ADMIN)
            .takes(Reason.class)
            .answers(200, RunStatus.class, "The run, which goes on")
            .problems(404, 409)
            .does(
                call -> {
                  String reason = call.body(Reason.class).required();
                  call.answer(200, decisions.reject(improvement(call), reason, call.principal()));
                }),
        Route.post("/api/v1/improvements/{id}/rollback", "rollBackImprovement")
            .says("improvements", "Undo an applied improvement")
            .needs(Role.ADMIN)
            .takes(Reason.class)
            .answers(202, RollbackView.class, "The rollback was started, or is under way")
            .problems(404)
            .does(
                call -> {
                  String id = call.id("id");
                  Target target = targets.find(Ids.targetOf(Ids.runOf(id)));
                  String reason = call.body(Reason.class).orElse("no reason was given");
                  call.answer(202, rollbacks.start(target, id, reason, call.principal()));
                }),
        Route.get("/api/v1/improvements/{id}/rollback", "readRollback")
            .says("improvements", "Where the latest rollback of an improvement is")
            .needs(Role.ADMIN)
            .answers(200, RollbackView.class, "The rollback")
            .problems(404)
            .does(call -> call.answer(200, rollbacks.find(call.id("id")))));
  }

  private Improvement improvement(Call call) {
    return reader.improvement(call.id("id"));
  }

  private void diff(Call call) {
    Improvement improvement = improvement(call);
    byte[] diff =
        diffs
            .of(improvement)
            .orElseThrow(
                () ->
                    ProblemException.notFound(
                        "no-diff",
                        improvement.candidate() == null
                            ? improvement.id() + " has no candidate, so there is no diff"
                            : "the diff has expired; the target's mirror still has the commit "
                                + improvement.candidate().commit()));
    call.ctx().contentType("text/x-diff; charset=utf-8").result(diff);
  }
}
