package dev.ratchet.api.chat;

import dev.ratchet.assistant.agent.AgentRegistry;
import dev.ratchet.assistant.conversation.Query;
import dev.ratchet.domain.Principal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A question.
 *
 * @param session to go on with; null begins one
 * @param turn an id that the client makes: sent again, it is the same turn; null lets the server
 *     make one
 * @param agent null for the assistant
 * @param stream whether to answer with server-sent events
 * @param confirm an action that an agent asked agreement for; then no message is needed
 * @param reasoning whether to send what the model thinks, too; only with stream
 */
public record ChatOrder(
    @Nullable String message,
    @Nullable String session,
    @Nullable String turn,
    @Nullable String agent,
    @Nullable Boolean stream,
    @Nullable String confirm,
    @Nullable Boolean reasoning) {
  Query query(Principal principal) {
    return new Query(
        principal,
        Objects.requireNonNullElse(message, ""),
        session,
        turn,
        Objects.requireNonNullElse(agent, AgentRegistry.STANDARD),
        confirm);
  }

  boolean streams() {
    return Boolean.TRUE.equals(stream);
  }

  boolean withReasoning() {
    return Boolean.TRUE.equals(reasoning);
  }
}
