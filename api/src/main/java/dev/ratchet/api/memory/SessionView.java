package dev.ratchet.api.memory;

import dev.ratchet.domain.ConversationSession;
import java.time.Instant;

/**
 * A session without its messages.
 *
 * @param summary of what was said before the recent turns; empty while all is recent
 */
public record SessionView(
    String id, String title, Instant createdAt, Instant lastActivityAt, String summary) {
  static SessionView of(ConversationSession session) {
    return new SessionView(
        session.id(),
        session.title(),
        session.createdAt(),
        session.lastActivityAt(),
        session.summary());
  }
}
