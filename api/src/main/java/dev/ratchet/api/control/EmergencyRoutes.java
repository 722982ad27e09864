package dev.ratchet.api.control;

import dev.ratchet.api.control.EmergencyStop.StopView;
import dev.ratchet.api.http.Reason;
import dev.ratchet.api.http.Route;
import dev.ratchet.domain.Principal.Role;
import java.util.List;

/** The routes of the emergency stop. */
public final class EmergencyRoutes {
  private static final String PATH = "/api/v1/emergency-stop";

  private final EmergencyStop stop;

  public EmergencyRoutes(EmergencyStop stop) {
    this.stop = stop;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(PATH, "readEmergencyStop")
            .says("control", "Whether the emergency stop is engaged, and who obeys it")
            .needs(Role.ADMIN)
            .answers(200, StopView.class, "The emergency stop")
            .does(call -> call.answer(200, stop.view())),
        Route.post(PATH, "engageEmergencyStop")
            .says("control", "Kill every trial now; start and apply nothing until released")
            .needs(Role.ADMIN)
            .takes(Reason.class)
            .answers(200, StopView.class, "Engaged; the answer says whether every worker obeys")
            .does(
                call -> {
                  String reason = call.body(Reason.class).required();
                  call.answer(200, stop.engage(call.principal(), reason));
                }),
        Route.delete(PATH, "releaseEmergencyStop")
            .says("control", "Release the emergency stop; runs go on")
            .needs(Role.ADMIN)
            .takes(Reason.class)
            .answers(200, StopView.class, "Released")
            .problems(503)
            .does(
                call -> {
                  String reason = call.body(Reason.class).orElse("no reason was given");
                  call.answer(200, stop.release(call.principal(), reason));
                }));
  }
}
