package dev.ratchet.assistant.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ratchet.assistant.memory.Turn;
import dev.ratchet.domain.Message;
import java.time.Instant;
import java.util.Map;

/** The two messages of a turn. */
final class TurnRecord {
  static final String PARTIAL = "partial";
  static final String DEGRADED = "degraded";

  private TurnRecord() {}

  static Turn of(
      TurnKey turn,
      String session,
      String question,
      Instant asked,
      String answer,
      Instant answered,
      Map<String, String> metadata) {
    return new Turn(
        turn.turnId(),
        new Message(turn.turnId() + "-q", session, Message.Role.USER, question, asked, Map.of()),
        new Message(
            turn.turnId() + "-a", session, Message.Role.ASSISTANT, answer, answered, metadata));
  }

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
