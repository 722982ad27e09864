package dev.ratchet.domain;

import java.time.Instant;
import java.util.List;

/**
 * A conversation of one user.
 *
 * @param messages in order; a list of sessions has them without their messages
 * @param summary of what was said before the recent turns; empty while all is recent
 */
public record ConversationSession(
    String id,
    String userId,
    String title,
    Instant createdAt,
    Instant lastActivityAt,
    List<Message> messages,
    String summary) {
  public ConversationSession {
    Checks.text(id, "id");
    Checks.text(userId, "userId");
    messages = List.copyOf(messages);
  }
}
