package dev.ratchet.api.memory;

import org.jspecify.annotations.Nullable;

/**
 * @param title empty or null to be named after its first question
 */
public record SessionTitle(@Nullable String title) {
  private static final int MOST_CHARACTERS = 200;

  public SessionTitle {
    if (title != null && title.length() > MOST_CHARACTERS) {
      throw new IllegalArgumentException(
          "'title' must have at most %d characters, had %d"
              .formatted(MOST_CHARACTERS, title.length()));
    }
  }
}
