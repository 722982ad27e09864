package dev.ratchet.platform.access;

import dev.ratchet.domain.Principal;

/**
 * What is kept of a token.
 *
 * @param createdAt when it was made, as ISO 8601
 */
public record TokenRecord(String tokenId, String hash, Principal principal, String createdAt) {
  /** Without the hash. */
  @Override
  public String toString() {
    return "TokenRecord[" + tokenId + ", " + principal.id() + "]";
  }
}
