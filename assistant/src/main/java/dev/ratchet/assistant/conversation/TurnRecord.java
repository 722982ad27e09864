package dev.ratchet.assistant.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ratchet.assistant.memory.Turn;
import java.time.Instant;

/** What is noted of a stored answer. */
final class TurnRecord {
  static final String PARTIAL = "partial";
  static final String DEGRADED = "degraded";

  private TurnRecord() {}

  /** Whether the answer is a whole one of the model. */
  static boolean whole(Turn turn) {
    return !turn.answer().content().isBlank()
        && !turn.answer().metadata().containsKey(PARTIAL)
        && !turn.answer().metadata().containsKey(DEGRADED);
  }

  static Instant asked(JsonNode begun) {
    return Instant.parse(begun.path("asked").asText());
  }
}
