package dev.ratchet.api.access;

import dev.ratchet.domain.Principal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a token.
 *
 * @param id of the principal and its one token: 1 to 32 lower-case letters and digits
 * @param kind HUMAN unless told
 * @param ttl how long it passes; for ever unless told
 */
public record TokenOrder(
    @Nullable String id,
    Principal.@Nullable Role role,
    Principal.@Nullable Kind kind,
    @Nullable Duration ttl) {
  /** Shorter ones would have ended before they were used. */
  static final Duration SHORTEST = Duration.ofSeconds(1);

  /** Longer than any machine lives; keeps the end within what an Instant can say. */
  static final Duration LONGEST = Duration.ofDays(3_650);

  public TokenOrder {
    if (id == null || !id.matches("[a-z0-9]{1,32}")) {
      throw new IllegalArgumentException(
          "'id' is needed: 1 to 32 lower-case letters and digits that name the principal");
    }
    if (role == null) {
      throw new IllegalArgumentException("'role' is needed: one of USER, ADMIN");
    }
    if (kind == Principal.Kind.ENGINE) {
      throw new IllegalArgumentException("'kind' must be HUMAN or SERVICE");
    }
    if (ttl != null && (ttl.compareTo(SHORTEST) < 0 || ttl.compareTo(LONGEST) > 0)) {
      throw new IllegalArgumentException(
          "'ttl' must be from PT1S to P3650D, like PT12H or P30D, was " + ttl);
    }
  }
}
