package dev.ratchet.assistant.memory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Narrows a search; null narrows nothing. */
public record RecallFilter(
    @Nullable String sessionId, @Nullable Instant from, @Nullable Instant until) {
  public static final RecallFilter ALL = new RecallFilter(null, null, null);
}
