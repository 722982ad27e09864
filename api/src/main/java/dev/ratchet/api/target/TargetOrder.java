package dev.ratchet.api.target;

import org.jspecify.annotations.Nullable;

/**
 * Asks for a target to be added.
 *
 * @param location an absolute path on the server's machine, or a Git URL without credentials
 * @param name null for one made from the location
 * @param branch to start from; null for the repository's current one
 * @param self whether this is Ratchet's own source; null for no
 */
public record TargetOrder(
    String location, @Nullable String name, @Nullable String branch, @Nullable Boolean self) {
  public TargetOrder {
    Location.check(location, branch);
    if (name != null && name.matches(".*-[0-9]+")) {
      throw new IllegalArgumentException(
          "'name' must not end in '-' and digits: the runs of another target may be called so");
    }
  }
}
