package dev.ratchet.api.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ratchet.workflow.Payloads;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.SetParams;

/**
 * What an agent wants to do and a person has not agreed to yet; forgotten after {@link #PATIENCE}.
 * Thread-safe.
 */
final class PendingActions {
  /** A person who looks away for longer is asked anew. */
  static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final ObjectMapper JSON = Payloads.mapper();

  private final UnifiedJedis redis;

  PendingActions(UnifiedJedis redis) {
    this.redis = redis;
  }

  /** An action, which only the same user can confirm, in the same session. */
  record Action(String session, String tool, JsonNode arguments) {}

  /** Returns the id by which it is confirmed. */
  String propose(String user, Action action) {
    String id = UUID.randomUUID().toString();
    try {
      redis.set(
          key(user, id),
          JSON.writeValueAsString(action),
          SetParams.setParams().px(PATIENCE.toMillis()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an action is plain data", e);
    }
    return id;
  }

  /** Takes the action out: it happens once. Empty when it is unknown, or of another session. */
  Optional<Action> take(String user, String session, String id) {
    String json = id.matches("[0-9a-f-]{36}") ? redis.getDel(key(user, id)) : null;
    if (json == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(json, Action.class))
          .filter(action -> action.session().equals(session));
    } catch (JsonProcessingException damaged) {
      return Optional.empty();
    }
  }

  private static String key(String user, String id) {
    return "ratchet:{user:" + user + "}:chat-action:" + id;
  }
}
