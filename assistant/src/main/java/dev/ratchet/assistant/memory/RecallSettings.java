package dev.ratchet.assistant.memory;

import java.time.Duration;

/**
 * @param openIndexes users whose indexes are in memory at once: those who talk now. One of 10,000
 *     turns takes some 60 MB
 * @param patience how long a recall waits for an index that is behind, which a large one is after
 *     its files were deleted; then it searches what is there
 * @param abandoned how old a turn without vectors is before another process than the one that
 *     stored it makes them
 */
public record RecallSettings(int openIndexes, Duration patience, Duration abandoned) {
  public static final RecallSettings STANDARD =
      new RecallSettings(32, Duration.ofSeconds(2), Duration.ofSeconds(10));

  public RecallSettings {
    if (openIndexes < 1 || openIndexes > 1_000) {
      throw new IllegalArgumentException("openIndexes must be from 1 to 1000, was " + openIndexes);
    }
    if (patience.isNegative() || abandoned.isNegative()) {
      throw new IllegalArgumentException(
          "patience and abandoned must not be negative, were %s and %s"
              .formatted(patience, abandoned));
    }
  }
}
