package dev.ratchet.domain;

import org.jspecify.annotations.Nullable;

/** Argument checks of this module's constructors; each names what was wrong. */
final class Checks {
  private Checks() {}

  static String text(@Nullable String value, String name) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(name + " must not be blank");
    }
    return value;
  }

  static String commit(@Nullable String value, String name) {
    if (value == null || !value.matches("[0-9a-f]{40}|[0-9a-f]{64}")) {
      throw new IllegalArgumentException(name + " must be a full Git object id, was " + value);
    }
    return value;
  }

  static int notNegative(int value, String name) {
    if (value < 0) {
      throw new IllegalArgumentException(name + " must not be negative, was " + value);
    }
    return value;
  }
}
