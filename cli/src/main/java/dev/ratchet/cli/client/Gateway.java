package dev.ratchet.cli.client;

import dev.ratchet.platform.DataFolder;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The way to a system: the one that runs, or one that is started for a command. */
public interface Gateway {
  /** The system of this data folder, when it runs. */
  Optional<Endpoint> running();

  /**
   * The system of this data folder, which is started when it does not run; returns when it is
   * healthy.
   *
   * @throws CommandFailure when it cannot be started
   */
  Endpoint ensureUp();

  /** Whether the system is one elsewhere, of whose data folder this machine knows nothing. */
  boolean elsewhere();

  /** Where this installation keeps its data, also while nothing runs. */
  DataFolder data();

  /** Finds the way to the system of a data folder. */
  @FunctionalInterface
  interface Finder {
    /**
     * @param data null for the usual data folder
     */
    Gateway at(@Nullable Path data);
  }

  /**
   * Where an api is and what lets one in.
   *
   * @param token a secret
   */
  record Endpoint(URI api, String token) {
    /** Without the token. */
    @Override
    public String toString() {
      return api.toString();
    }
  }
}
