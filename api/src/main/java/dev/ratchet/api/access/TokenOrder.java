package dev.ratchet.api.access;

import dev.ratchet.domain.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a token.
 *
 * @param id of the principal and its one token: 1 to 32 lower-case letters and digits
 * @param kind HUMAN unless told
 */
public record TokenOrder(
    @Nullable String id, Principal.@Nullable Role role, Principal.@Nullable Kind kind) {
  public TokenOrder {
    if (id == null || !id.matches("[a-z0-9]{1,32}")) {
      throw new IllegalArgumentException(
          "'id' is needed: 1 to 32 lower-case letters and digits that name the principal");
    }
    if (role == null) {
      throw new IllegalArgumentException("'role' is needed: one of VIEWER, OPERATOR, ADMIN");
    }
    if (kind == Principal.Kind.ENGINE) {
      throw new IllegalArgumentException("'kind' must be HUMAN or SERVICE");
    }
  }
}
