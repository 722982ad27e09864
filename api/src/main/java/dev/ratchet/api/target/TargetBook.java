package dev.ratchet.api.target;

import dev.ratchet.api.http.ProblemException;
import dev.ratchet.api.run.RunOrder;
import dev.ratchet.domain.Target;
import dev.ratchet.platform.target.Targets;
import java.util.Optional;

/** Adds targets and finds them by name or by location. Thread-safe. */
public final class TargetBook {
  private final Targets targets;

  public TargetBook(Targets targets) {
    this.targets = targets;
  }

  /**
   * What became of adding.
   *
   * @param added false when a target with the same location, branch and name was there
   */
  public record Addition(Target target, boolean added) {}

  /**
   * @throws ProblemException 409 when the name belongs to another repository
   */
  public Addition add(TargetOrder order) {
    Optional<Target> known = order.name() == null ? at(order) : Optional.empty();
    if (known.isPresent()) {
      return new Addition(known.get(), false);
    }
    return order.name() == null ? addWithFreeName(order) : addNamed(order, order.name());
  }

  private Addition addNamed(TargetOrder order, String name) {
    Target wanted = target(order, name);
    Optional<Target> before = targets.find(name);
    Target present = before.isPresent() ? before.get() : targets.add(wanted);
    if (!present.equals(wanted)) {
      throw ProblemException.conflict(
          "name-taken",
          "the target '%s' is %s already: choose another name, or remove that one"
              .formatted(name, present.location()));
    }
    return new Addition(present, before.isEmpty());
  }

  private Addition addWithFreeName(TargetOrder order) {
    String base = Location.name(order.location());
    for (int number = 1; number <= Targets.MOST; number++) {
      String name = number == 1 ? base : base + "-x" + number;
      Target wanted = target(order, name);
      if (targets.find(name).isEmpty() && targets.add(wanted).equals(wanted)) {
        return new Addition(wanted, true);
      }
    }
    throw ProblemException.conflict("no-free-name", "give the target a name of its own");
  }

  private Optional<Target> at(TargetOrder order) {
    return targets.all().stream()
        .filter(target -> target.location().equals(order.location()))
        .filter(target -> order.branch() == null || order.branch().equals(target.branch()))
        .findFirst();
  }

  private static Target target(TargetOrder order, String name) {
    return new Target(name, order.location(), order.branch(), Boolean.TRUE.equals(order.self()));
  }

  /** The target of a run, added when the order gives a location that is none yet. */
  public Target of(RunOrder order) {
    if (order.target() != null) {
      return find(order.target());
    }
    String location = order.location() == null ? "" : order.location();
    return add(new TargetOrder(location, null, order.branch(), order.self())).target();
  }

  /**
   * @throws ProblemException 404 when there is none
   */
  public Target find(String name) {
    return targets
        .find(name)
        .orElseThrow(
            () ->
                ProblemException.notFound(
                    "no-such-target",
                    "there is no target '%s'; GET /api/v1/targets lists them".formatted(name)));
  }
}
