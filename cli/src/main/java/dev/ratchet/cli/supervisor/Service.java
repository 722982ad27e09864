package dev.ratchet.cli.supervisor;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A process to run.
 *
 * @param environment beside the supervisor's own
 * @param health asks whether it does its work; must not block for long
 * @param vital whether the installation is of no use without it
 * @param grace how long it may take to end when asked politely
 */
record Service(
    String name,
    List<String> command,
    Map<String, String> environment,
    Health health,
    boolean vital,
    Duration grace) {
  Service {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /** Whether a started process does its work. */
  interface Health {
    boolean ok(ProcessHandle process);
  }
}
