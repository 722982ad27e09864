package dev.ratchet.api.control;

import dev.ratchet.api.http.Call;
import dev.ratchet.api.http.ProblemException;
import dev.ratchet.api.http.Route;
import dev.ratchet.domain.Principal.Role;
import dev.ratchet.platform.control.Autonomy;
import dev.ratchet.platform.control.Autonomy.Function;
import dev.ratchet.platform.control.Autonomy.State;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The switches of what acts by itself; for administrators. */
public final class AutonomyRoutes {
  private final Autonomy autonomy;
  private final InstantSource clock;

  public AutonomyRoutes(Autonomy autonomy, InstantSource clock) {
    this.autonomy = autonomy;
    this.clock = clock;
  }

  /**
   * @param stopped whether the emergency stop holds all of them, whatever their switches say
   */
  public record AutonomyView(boolean stopped, List<FunctionView> functions) {}

  /**
   * @param on its switch
   * @param allowed whether it may act now
   * @param by who switched it last; null while configuration decides
   */
  public record FunctionView(
      String name,
      String description,
      boolean on,
      boolean allowed,
      @Nullable String by,
      @Nullable Instant at) {}

  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/autonomy", "readAutonomy")
            .says("control", "What Ratchet does by itself, and whether it may")
            .needs(Role.ADMIN)
            .answers(200, AutonomyView.class, "The functions")
            .does(call -> call.answer(200, view())),
        Route.post("/api/v1/autonomy/{name}", "switchAutonomy")
            .says("control", "Switch a function that acts by itself on or off, for all processes")
            .needs(Role.ADMIN)
            .takes(AutonomyOrder.class)
            .answers(200, AutonomyView.class, "The functions as they are now")
            .problems(404)
            .does(this::put));
  }

  private void put(Call call) {
    String name = call.id("name");
    Function function =
        Function.of(name)
            .orElseThrow(
                () ->
                    ProblemException.notFound(
                        "no-such-function",
                        "there is no function '%s' that acts by itself; there are %s"
                            .formatted(name, Autonomy.labels())));
    boolean on = Objects.requireNonNull(call.body(AutonomyOrder.class).on());
    autonomy.put(function, on, call.principal().id(), clock.instant());
    call.answer(200, view());
  }

  private AutonomyView view() {
    boolean stopped = autonomy.stopped();
    return new AutonomyView(
        stopped, autonomy.states().stream().map(state -> view(state, stopped)).toList());
  }

  private static FunctionView view(State state, boolean stopped) {
    return new FunctionView(
        state.function().label(),
        state.function().description(),
        state.on(),
        state.on() && !stopped,
        state.by(),
        state.at());
  }
}
