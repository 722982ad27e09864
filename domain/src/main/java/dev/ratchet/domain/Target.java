package dev.ratchet.domain;

import org.jspecify.annotations.Nullable;

/**
 * A repository that Ratchet works on.
 *
 * @param name unique: lower-case letters, digits and '-', at most 40 characters
 * @param location a local path or a Git URL, without credentials
 * @param branch the branch to start from; null for the repository's current one
 * @param self whether this is Ratchet's own source
 */
public record Target(String name, String location, @Nullable String branch, boolean self) {
  public Target {
    if (name == null || !name.matches("[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")) {
      throw new IllegalArgumentException(
          "a target's name has 1 to 40 lower-case letters, digits and '-', was " + name);
    }
    Checks.text(location, "location");
  }
}
