package dev.ratchet.cli.model;

import java.net.URI;

/** The model that an installation works with while it is up. */
public sealed interface ModelChoice {
  /** The small one, whose server is a process of the installation. */
  record Local(LocalModel model) implements ModelChoice {}

  /**
   * A server that somebody else runs; it may come later.
   *
   * @param title what people call it
   * @param configured whether its address was configured, and with it perhaps a key
   */
  record Server(String title, URI url, String model, int slots, boolean configured)
      implements ModelChoice {}

  record None() implements ModelChoice {}

  /** What model.url has to be for the same choice, made without a question. */
  default String configuration() {
    return switch (this) {
      case Local local -> "local";
      case Server server -> server.configured() ? server.url().toString() : "";
      case None none -> "none";
    };
  }

  /** A line for a person. */
  default String line() {
    return switch (this) {
      case Local local -> "model: " + local.model().file().title() + ", on this machine";
      case Server server ->
          "model: " + server.model() + " of " + server.title() + " at " + server.url();
      case None none -> "model: none";
    };
  }
}
