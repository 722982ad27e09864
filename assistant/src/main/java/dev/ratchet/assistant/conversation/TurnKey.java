package dev.ratchet.assistant.conversation;

/** Whose turn it is. All that Redis holds of it lies in the user's partition. */
public record TurnKey(String userId, String turnId) {
  String redis(String what) {
    return "ratchet:{user:" + userId + "}:chat:" + turnId + ":" + what;
  }
}
