package dev.ratchet.cli.client.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ratchet.cli.client.ApiClient;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a person asks.
 *
 * @param session null for a new one
 * @param turn made here, so that a question that is sent twice is one
 */
record Question(String message, @Nullable String session, String turn, String agent) {
  static Question of(String message, @Nullable String session, String agent) {
    return new Question(message, session, UUID.randomUUID().toString(), agent);
  }

  ObjectNode json() {
    return ApiClient.JSON
        .createObjectNode()
        .put("message", message)
        .put("session", session)
        .put("turn", turn)
        .put("agent", agent)
        .put("stream", true);
  }
}
