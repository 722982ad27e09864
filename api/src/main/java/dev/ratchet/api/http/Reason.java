package dev.ratchet.api.http;

import org.jspecify.annotations.Nullable;

/** Why a person does something. */
public record Reason(@Nullable String reason) {
  public Reason {
    if (reason != null && reason.length() > ApiLimits.REASON_CHARACTERS) {
      throw new IllegalArgumentException(
          "'reason' must have at most %d characters, had %d"
              .formatted(ApiLimits.REASON_CHARACTERS, reason.length()));
    }
    if (reason != null && reason.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("'reason' must be one line without control characters");
    }
  }

  /**
   * @throws ProblemException 400 when there is none
   */
  public String required() {
    if (reason == null || reason.isBlank()) {
      throw ProblemException.badRequest("'reason' is needed: one sentence that says why");
    }
    return reason.strip();
  }

  public String orElse(String preset) {
    return reason == null || reason.isBlank() ? preset : reason.strip();
  }
}
