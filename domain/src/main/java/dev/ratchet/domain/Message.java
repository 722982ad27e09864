package dev.ratchet.domain;

import java.time.Instant;
import java.util.Map;

/**
 * One message of a conversation.
 *
 * @param metadata small facts about it, for example "turn", "model", "partial", "degraded"
 */
public record Message(
    String id,
    String sessionId,
    Role role,
    String content,
    Instant timestamp,
    Map<String, String> metadata) {
  public Message {
    Checks.text(id, "id");
    Checks.text(sessionId, "sessionId");
    metadata = Map.copyOf(metadata);
  }

  /** Who speaks. */
  public enum Role {
    SYSTEM,
    USER,
    ASSISTANT,
    TOOL
  }
}
