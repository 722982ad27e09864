package dev.ratchet.api.control;

import org.jspecify.annotations.Nullable;

/** Asks for a function to be switched. */
public record AutonomyOrder(@Nullable Boolean on) {
  public AutonomyOrder {
    if (on == null) {
      throw new IllegalArgumentException("'on' is needed: true or false");
    }
  }
}
