package dev.ratchet.api.target;

import dev.ratchet.api.http.Call;
import dev.ratchet.api.http.Route;
import dev.ratchet.api.run.RunLine;
import dev.ratchet.api.run.RunReader;
import dev.ratchet.api.run.RunView;
import dev.ratchet.api.run.Runs;
import dev.ratchet.domain.Principal.Role;
import dev.ratchet.domain.Target;
import dev.ratchet.domain.TargetSettings;
import dev.ratchet.platform.target.Targets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The routes of targets. */
public final class TargetRoutes {
  private final Targets targets;
  private final TargetBook book;
  private final RunReader reader;
  private final Runs runs;

  public TargetRoutes(Targets targets, TargetBook book, RunReader reader, Runs runs) {
    this.targets = targets;
    this.book = book;
    this.reader = reader;
    this.runs = runs;
  }

  /** All targets, by name. */
  public record TargetList(List<Target> targets) {}

  /**
   * A target and what its latest run found out about it.
   *
   * @param settings how it is built and what may be done to it; null before its first run ended
   */
  public record TargetView(
      Target target, @Nullable RunLine latestRun, @Nullable TargetSettings settings) {}

  public List<Route> routes() {
    return List.of(
        Route.post("/api/v1/targets", "addTarget")
            .says("targets", "Add a repository; 200 instead of 201 when it is there already")
            .needs(Role.ADMIN)
            .takes(TargetOrder.class)
            .answers(201, Target.class, "The target")
            .problems(409)
            .does(this::add),
        Route.get("/api/v1/targets", "listTargets")
            .says("targets", "All targets, by name")
            .needs(Role.ADMIN)
            .answers(200, TargetList.class, "The targets")
            .does(call -> call.answer(200, new TargetList(targets.all()))),
        Route.get("/api/v1/targets/{name}", "readTarget")
            .says("targets", "A target, with the settings that its latest run used")
            .needs(Role.ADMIN)
            .answers(200, TargetView.class, "The target")
            .problems(404)
            .does(call -> call.answer(200, view(book.find(call.id("name"))))),
        Route.delete("/api/v1/targets/{name}", "removeTarget")
            .says("targets", "Forget a target; the repository itself is not touched")
            .needs(Role.ADMIN)
            .problems(404, 409)
            .does(this::remove));
  }

  private void add(Call call) {
    TargetBook.Addition addition = book.add(call.body(TargetOrder.class));
    call.ctx().header("Location", "/api/v1/targets/" + addition.target().name());
    call.answer(addition.added() ? 201 : 200, addition.target());
  }

  private void remove(Call call) {
    Target target = book.find(call.id("name"));
    runs.refuseIfBusy(target);
    targets.remove(target.name());
    call.ctx().status(204);
  }

  private TargetView view(Target target) {
    List<RunLine> latest = reader.list(target.name(), 5);
    Optional<TargetSettings> settings =
        latest.stream()
            .map(line -> reader.find(line.runId()))
            .map(RunView::summary)
            .filter(Objects::nonNull)
            .flatMap(summary -> Optional.ofNullable(summary.settings()).stream())
            .findFirst();
    return new TargetView(
        target, latest.isEmpty() ? null : latest.getFirst(), settings.orElse(null));
  }
}
