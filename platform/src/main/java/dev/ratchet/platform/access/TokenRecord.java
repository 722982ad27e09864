package dev.ratchet.platform.access;

import dev.ratchet.domain.Principal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a token.
 *
 * @param createdAt when it was made, as ISO 8601
 * @param expiresAt from when on it does not pass, as ISO 8601; null for never
 */
public record TokenRecord(
    String tokenId,
    String hash,
    Principal principal,
    String createdAt,
    @Nullable String expiresAt) {
  public boolean expired(Instant now) {
    return expiresAt != null && !now.isBefore(Instant.parse(expiresAt));
  }

  /** Without the hash. */
  @Override
  public String toString() {
    return "TokenRecord[" + tokenId + ", " + principal.id() + "]";
  }
}
